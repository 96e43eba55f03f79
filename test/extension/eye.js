// A content script for tests: it reports to the page what the overlay shows, because the overlay's shadow
// root is closed. It wraps two functions of the shipped scripts and changes nothing else.
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
        // Waits for `show`, which comes right after the drawing.
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
