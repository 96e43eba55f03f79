/** Computes what a view shows. Pure: the same state at the same time gives the same view. */

/**
 * @typedef {object} MeetingView
 * @property {'none' | 'meeting' | 'timed' | 'open' | 'overdue' | 'over'} phase `overdue` = the break's end has passed, and no
 *   word of it came from the service
 * @property {string} restId of the break that is on or just over
 * @property {number} seconds left of a timed break, gone by of an open one
 * @property {State['announcement']} announcement as long as it is news
 * @property {boolean} mayUndo
 * @property {number} level how full the cup is, 0 to 1: it drains during a break and fills until the next one
 */

/** How long the end of a break is shown, and after how long an overdue break disappears. */
const OVER_MS = 60_000;
/** The service ends a break up to 250 ms late, and a slow network adds to that. */
const LATE_MS = 3000;

/** @param {State} state @param {number} now the service's time @returns {MeetingView} */
function viewOf(state, now) {
  const { announcement } = state;
  return {
    ...phaseAt(state, now),
    announcement: announcement && now < announcement.until ? announcement : null,
    mayUndo: now < state.undo_until,
  };
}

/** @typedef {Pick<MeetingView, 'phase' | 'restId' | 'seconds' | 'level'>} Moment */

/** @param {State} state @param {number} now @returns {Moment} */
function phaseAt(state, now) {
  const { rest, over } = state;
  if (state.phase === 'on_break' && rest) {
    const begun = Date.parse(rest.started_at);
    if (!rest.ends_at) return view('open', rest.rest_id, Math.floor((now - begun) / 1000), 1);
    const end = Date.parse(rest.ends_at);
    // Rounded up: a break of five minutes starts at 5:00 and ends at 0:00.
    if (now < end + LATE_MS)
      return view('timed', rest.rest_id, Math.ceil((end - now) / 1000), (end - now) / (end - begun));
    if (now < end + OVER_MS) return view('overdue', rest.rest_id);
    return view('meeting');
  }
  if (over && now < Date.parse(over.at) + OVER_MS) return view('over', over.rest_id);
  if (state.phase === 'unknown') return view('none');
  const { working_since: since, next_rest_at: next } = state;
  if (!since || !next) return view('meeting');
  return view('meeting', '', 0, (now - Date.parse(since)) / (Date.parse(next) - Date.parse(since)));
}

/** @param {MeetingView['phase']} phase @returns {Moment} */
const view = (phase, restId = '', seconds = 0, level = 0) => ({
  phase,
  restId,
  seconds: Math.max(0, seconds),
  level: Math.min(1, Math.max(0, level || 0)),
});

/** @param {Pick<MeetingView, 'phase'>} view */
const isBreak = ({ phase }) => phase === 'timed' || phase === 'open' || phase === 'overdue';

/** `4:05`, `64:05`, `1:40:00` from 100 minutes on. @param {number} seconds */
function asClock(seconds) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 100
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * How the overlay shows it: `pill` is a break made small, `cup` the handle that stays while people work, `note` an announcement.
 * @typedef {'none' | 'card' | 'note' | 'pill' | 'cup'} Form
 */

/**
 * @param {State} state
 * @param {MeetingView} view
 * @param {{ open: boolean, closed: string, read: string }} user whether the cup was opened, the break whose end was closed, and the
 *   announcement that was
 * @returns {Form}
 */
function formOf(state, { phase, restId, announcement }, { open, closed, read }) {
  if (phase === 'none') return 'none';
  if (phase !== 'meeting' && !(phase === 'over' && closed === restId))
    return state.view.small === restId ? 'pill' : 'card';
  if (open) return 'card';
  if (announcement && announcement.id !== read) return 'note';
  return state.view.cup && (state.phase === 'in_progress' || state.role === 'leader') ? 'cup' : 'none';
}
