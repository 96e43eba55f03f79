/**
 * Keeps the overlay on the page and clickable: in the top layer, inside the element that the page shows above all others. A popover
 * over a modal dialog or a fullscreen element is only painted above it; clicks reach it only inside.
 */

/** The overlay's element; a page could know it by this name, so nothing else depends on it. */
const TAG = 'kyukei-overlay';

/** Elements whose children browsers do not draw. There is nothing to click then; the notification tells of the break. */
const CHILDLESS = 'video, img, iframe, canvas, object, embed';

/** Beyond the reach of the page's style sheets, `!important` ones included. */
const OWN_STYLE = { all: 'initial', position: 'fixed', width: 'max-content', height: 'max-content' };

function newHost() {
  // Of an earlier version of the extension, or an earlier life of this one.
  for (const old of document.querySelectorAll(TAG)) old.remove();
  const host = document.createElement(TAG);
  host.popover = 'manual';
  setStyle(host, OWN_STYLE);
  // Closed: scripts of the page can neither read the names in it nor press its buttons.
  const root = host.attachShadow({ mode: 'closed' });
  root.append(newStyle());

  let isShown = false;
  let isDue = false;
  /** Open modal dialogs, in the order in which they were opened. @type {Set<Element>} */
  const modals = new Set();

  function settle() {
    isDue = false;
    if (!isShown) return;
    const parent = parentNow(modals);
    if (host.parentNode !== parent) parent.append(host);
    if (!host.matches(':popover-open')) host.showPopover();
  }
  // At most once a frame: meeting pages change their document all the time.
  const settleSoon = () => {
    if (isDue || !isShown) return;
    isDue = true;
    requestAnimationFrame(settle);
  };
  const observer = new MutationObserver(settleSoon);
  document.addEventListener('fullscreenchange', settleSoon);

  return {
    host,
    root,
    show() {
      if (isShown) return;
      isShown = true;
      const what = { subtree: true, childList: true, attributes: true, attributeFilter: ['open'] };
      observer.observe(document, what);
      settle();
    },
    hide() {
      isShown = false;
      observer.disconnect();
      host.remove();
    },
  };
}

/** @param {Set<Element>} modals */
function parentNow(modals) {
  const fullscreen = document.fullscreenElement;
  for (const one of modals) if (!one.matches('dialog:modal')) modals.delete(one);
  for (const one of document.querySelectorAll('dialog:modal')) modals.add(one);
  const dialog = [...modals].at(-1);
  if (dialog && (!fullscreen || fullscreen.contains(dialog))) return dialog;
  return fullscreen && !fullscreen.matches(CHILDLESS) ? fullscreen : (dialog ?? document.documentElement);
}

/** @param {HTMLElement} element @param {Record<string, string>} style */
function setStyle(element, style) {
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, 'important');
}
