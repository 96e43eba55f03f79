/**
 * The content script: draws the state from the background over the meeting, and sends presses to it. It makes
 * no other connection.
 */

{
  const BREAK_TICK_MS = 250;
  const TICK_MS = 5000;

  /** @type {State | undefined} */
  let state;
  const user = { open: false, closed: '', read: '' };
  /** The break that was last reported as seen. */
  let seen = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const { host, root, show, hide } = newHost();
  const port = newPort({
    open() {
      seen = '';
      port.post({ type: 'address', href: location.href });
    },
    told(message) {
      if (message.type === 'texts') {
        setTexts(message.language, message.texts);
        host.lang = message.language;
      }
      if (message.type === 'state') ({ state } = message);
      render();
    },
    orphaned() {
      // The countdown continues to the end of the break. A newer version of this script may take over before.
      if (state) state = { ...state, connection: 'none' };
      render();
    },
  });
  const overlay = newOverlay(port.send, { shrink, grow });
  const announcer = newAnnouncer();
  root.append(...overlay.elements, announcer.element);
  const mover = newMover(host, overlay.grips, place, moveTo);
  keepKeysFrom(host, (event) => {
    if (event.key !== 'Escape') return mover.press(event, root.activeElement);
    // Otherwise a dialog of the page that contains the overlay would handle the key too.
    event.preventDefault();
    shrink();
  });

  function look() {
    if (!state) return undefined;
    const view = viewOf(state, Date.now() + state.offset);
    return { state, view, form: formOf(state, view, user) };
  }

  function render() {
    clearTimeout(timer);
    const seenNow = look();
    if (!seenNow) return;
    const { view, form } = seenNow;
    if (isBreak(view)) user.open = false;
    if (form === 'none') hide();
    else {
      overlay.draw(seenNow.state, view, form);
      placeHost(host, place());
      show();
    }
    announcer.draw(seenNow.state, view);
    if (isBreak(view)) reportSeen(view.restId);
    timer = setTimeout(render, isBreak(view) || view.mayUndo ? BREAK_TICK_MS : TICK_MS);
  }

  /** Reports a break only from a visible tab. @param {string} restId */
  function reportSeen(restId) {
    if (seen === restId || document.hidden) return;
    seen = restId;
    port.post({ type: 'shown', rest_id: restId });
  }

  /** @param {Partial<import('../messages.js').View>} change */
  function setView(change) {
    if (state) state = { ...state, view: { ...state.view, ...change } };
    port.post({ type: 'view', view: change });
    render();
  }

  function shrink() {
    const { view } = look() ?? {};
    if (view && isBreak(view)) return setView({ small: view.restId });
    user.open = false;
    if (view) user.closed = view.restId;
    user.read = view?.announcement?.id ?? '';
    render();
  }

  function grow() {
    if (look()?.form === 'cup') user.open = true;
    else return setView({ small: '' });
    render();
  }

  /** The pill and the cup share one place. */
  const placeName = () => (['card', 'note'].includes(look()?.form ?? '') ? 'card' : 'pill');
  function place() {
    const name = placeName();
    return state?.view.places[name] ?? DEFAULT_PLACES[name];
  }
  /** @param {Place} to @param {boolean} isDone */
  function moveTo(to, isDone) {
    if (!state) return;
    const places = { ...state.view.places, [placeName()]: to };
    if (isDone) return setView({ places });
    state = { ...state, view: { ...state.view, places } };
    placeHost(host, to);
  }

  const wake = () => {
    if (document.hidden) return;
    port.post({ type: 'wake' });
    render();
  };
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  addEventListener('pageshow', ({ persisted }) => persisted && wake());
  watchAddress((href) => port.post({ type: 'address', href }));
  port.connect();
}
