/** Creates elements by DOM calls only: the page may enforce Trusted Types, and no text may become markup. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Writes only changed text, because screen readers read a live region again on every write.
 * @param {Element} target @param {string} text
 */
function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** @param {Element} target @param {TextKey} key @param {Record<string, string | number>} [values] */
const say = (target, key, values) => write(target, t(key, values));

/**
 * A button that ignores clicks from the page's scripts.
 * @param {Record<string, string>} attributes
 * @param {(event: MouseEvent) => void} press
 */
function makeButton(attributes, press) {
  const button = make('button', { type: 'button', ...attributes });
  button.addEventListener('click', (event) => event.isTrusted && press(event));
  return button;
}
