// Stands beside the content scripts in tests, and tells the page what the overlay shows: its shadow root is closed. The scripts
// themselves are those that are shipped; the eye only wraps two of their functions.
/* global newHost:writable, newOverlay:writable */
{
  let isOpen = false;
  const tell = (what) =>
    document.dispatchEvent(
      new CustomEvent('kyukei-eye', { detail: JSON.stringify({ at: Date.now(), ...what }) }),
    );

  const makeHost = newHost;
  newHost = () => {
    const made = makeHost();
    tell({ is: 'script' });
    return {
      ...made,
      show() {
        made.show();
        isOpen = made.host.matches(':popover-open');
      },
      hide() {
        made.hide();
        if (isOpen) tell({ is: 'hidden' });
        isOpen = false;
      },
    };
  };

  const makeOverlay = newOverlay;
  newOverlay = (...args) => {
    const made = makeOverlay(...args);
    return {
      ...made,
      draw(state, view, form) {
        made.draw(state, view, form);
        // It is shown right after it is drawn.
        queueMicrotask(() => {
          const { phase, restId, seconds } = view;
          const message = state.rest?.message ?? null;
          tell({
            is: isOpen ? 'shown' : 'closed',
            form,
            phase,
            restId,
            seconds,
            message,
            announcement: view.announcement?.message ?? null,
            connection: state.connection,
          });
        });
      },
    };
  };
}
