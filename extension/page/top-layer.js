/**
 * Keeps the overlay visible and clickable: in the top layer, inside the element that the page shows above all
 * others. A popover above a modal dialog or fullscreen element is visible, but gets clicks only if it is
 * inside that element.
 */

/** The name of the overlay's element. A page may know it, so nothing else may depend on it. */
const TAG = 'kyukei-overlay';

/**
 * Elements whose children browsers do not draw. The overlay is invisible there, and the notification tells of
 * the break.
 */
const CHILDLESS = 'video, img, iframe, canvas, object, embed';

/** Set inline as important, so that the page's style sheets, even with `!important`, cannot change it. */
const OWN_STYLE = { all: 'initial', position: 'fixed', width: 'max-content', height: 'max-content' };

function newHost() {
  // Removes overlays of earlier versions or lives of the extension.
  for (const old of document.querySelectorAll(TAG)) old.remove();
  const host = document.createElement(TAG);
  host.popover = 'manual';
  setStyle(host, OWN_STYLE);
  // A closed root: the page's scripts can neither read the names in it nor press its buttons.
  const root = host.attachShadow({ mode: 'closed' });
  root.append(newStyle());

  let isShown = false;
  let isDue = false;
  /** The open modal dialogs, in the order of opening. @type {Set<Element>} */
  const modals = new Set();

  function settle() {
    isDue = false;
    if (!isShown) return;
    if (!host.isConnected && isOrphaned()) return observer.disconnect();
    const parent = parentNow(modals);
    if (host.parentNode !== parent) parent.append(host);
    if (!host.matches(':popover-open')) host.showPopover();
  }
  // Runs at most once per animation frame, because meeting pages change their document all the time.
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

/**
 * Whether the extension was updated or removed while this script runs on, as it does in Chromium. The overlay
 * of the new version has replaced this one, which must then not put itself back.
 */
const isOrphaned = () => !chrome.runtime?.id;

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
