/**
 * Rarer commands of leaders, folded away to keep the card small: a break until a time of day, and an
 * announcement.
 */

/** @param {Commands} commands @param {HTMLInputElement} message for the next break @returns {Part} */
function newMore({ run }, message) {
  let isOnBreak = false;
  /** @param {string} until */
  async function rest(until) {
    const isDone = await run({ name: 'rest', until, message: message.value.trim() });
    if (isDone) message.value = '';
    return isDone;
  }
  const summary = make('summary');
  const end = newEntry({ type: 'time', id: 'until-time' }, (until) =>
    isOnBreak ? run({ name: 'extend', until }) : rest(until),
  );
  const words = newEntry(
    { id: 'announce-text', maxlength: '500', autocomplete: 'off', dir: 'auto' },
    (message) => run({ name: 'announce', message }),
  );
  const element = make('details', { class: 'part', id: 'more' }, summary, end.element, words.element);
  return {
    element,
    draw({ role, phase, connection }) {
      isOnBreak = phase === 'on_break';
      const isRunning = isOnBreak || phase === 'in_progress';
      element.hidden = role !== 'leader' || ['refused', 'none'].includes(connection) || !isRunning;
      say(summary, 'more');
      end.draw('until_field', 'until_then');
      words.draw('announcement_field', 'announce');
    },
  };
}

/**
 * A text field with its own button. It is emptied when the command was done.
 * @param {Record<string, string>} attributes
 * @param {(text: string) => Promise<boolean>} send
 */
function newEntry(attributes, send) {
  const label = make('label', { for: attributes['id'] ?? '' });
  const input = make('input', attributes);
  const button = make('button', { id: `${attributes['id']}-send` });
  const element = make('form', { class: 'field' }, label, make('div', { class: 'inline' }, input, button));
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!event.isTrusted || !text) return input.focus();
    if (await send(text)) input.value = '';
  });
  return {
    element,
    /** @param {TextKey} labelKey @param {TextKey} buttonKey */
    draw(labelKey, buttonKey) {
      say(label, labelKey);
      say(button, buttonKey);
    },
  };
}
