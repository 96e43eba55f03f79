/**
 * Tells screen readers what is visible at once: a break begins, is about to end, or is over; an announcement.
 */

/** Screen readers do not read a live region that appears together with its text. */
const SAY_AFTER_MS = 300;
/** Shorter breaks get no warning, neither here nor from the service. */
const WARNED_FROM_MS = 180_000;

function newAnnouncer() {
  const element = make('p', { class: 'said overlay', 'aria-live': 'assertive' });
  let last = '';
  let begun = '';
  let heard = '';
  let waiting = 0;
  /** @param {TextKey} key @param {string} message */
  const speak = (key, message) => setTimeout(() => say(element, key, { message }), SAY_AFTER_MS);
  return {
    element,
    /** @param {State} state @param {MeetingView} view */
    draw(state, view) {
      const { announcement } = view;
      if (announcement && announcement.id !== heard) speak('said_announcement', announcement.message);
      heard = announcement?.id ?? heard;
      const event = eventOf(state, view);
      if (event === last) return;
      last = event;
      const key = `said_${event.split(' ')[0]}`;
      // A break that takes the place of another is said once: the other is not said to be over before.
      clearTimeout(waiting);
      // A break that gets more time in its last minute has not begun again.
      if (!isText(key) || event === begun) return;
      if (key === 'said_begun') begun = event;
      const message = messageOf(state);
      // Screen readers ignore a text that does not change, and two breaks may have the same message.
      if (element.textContent === t(key, { message })) write(element, '');
      waiting = speak(key, message);
    },
  };
}

/** @param {State} state @param {MeetingView} view */
function eventOf({ rest }, { phase, restId, seconds }) {
  if (phase === 'over' || phase === 'overdue') return `over ${restId}`;
  if (phase !== 'timed' && phase !== 'open') return '';
  const lasts = rest?.ends_at ? Date.parse(rest.ends_at) - Date.parse(rest.started_at) : 0;
  return `${phase === 'timed' && seconds <= 60 && lasts >= WARNED_FROM_MS ? 'ending' : 'begun'} ${restId}`;
}
