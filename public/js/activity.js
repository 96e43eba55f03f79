/** The list of the last notices, in words and as JSON. */
import { read } from './commands.js';
import { byId, element } from './dom.js';
import { saying, timeOfDay } from './i18n.js';
import { onChange } from './live.js';
import { noticeText } from './notice-text.js';

const SHOWN = 50;
const PAGE = 100;

/** Requests of members: like notices they have an `event`, but they are not logged. */
export const REQUEST_FRAMES = ['break_requested', 'more_time_requested'];

/** @typedef {import('./live.js').Frame} Frame */

/**
 * @param {((notice: Frame) => void)[]} others called with each notice too, in order, beginning with earlier
 *   ones
 */
export function showActivity(...others) {
  const listeners = [add, ...others];
  /** The log is read once, and again after a resync. @type {Promise<void> | undefined} */
  let read;
  onChange((_, name, frame) => {
    if (!frame) return;
    if (name === 'state' && (!read || frame['resync'])) read = showLog(String(frame['cursor']), listeners);
    // Transient frames describe the present, so they are not listed.
    else if (typeof frame['event'] === 'string' && !REQUEST_FRAMES.includes(String(name)))
      void read?.then(() => listeners.forEach((hear) => hear(frame)));
  });
}

/**
 * Shows the log up to a cursor. Later notices come on the stream.
 * @param {string} cursor
 * @param {(typeof add)[]} listeners
 */
async function showLog(cursor, listeners) {
  byId('activity').replaceChildren();
  lastEnd = undefined;
  const query = new URLSearchParams({ limit: String(PAGE) });
  for (let after = '0-0'; after !== cursor; query.set('after', after)) {
    // Leaders read who gave each command; others may not.
    const page = await read(`/events?${query}&role=leader`).catch(() =>
      read(`/events?${query}`).catch(() => undefined),
    );
    if (!page?.events?.length) return;
    for (const notice of page.events) {
      listeners.forEach((hear) => hear(notice));
      after = notice.id;
      if (after === cursor) return;
    }
  }
}

/** When the last break in the list ends, by the last notice about it. @type {string | undefined} */
let lastEnd;

/** @param {Frame} notice */
function add(notice) {
  const list = byId('activity');
  const time = String(notice['timestamp']);
  const details = element(
    'details',
    {},
    element(
      'summary',
      {},
      element('time', { datetime: time }, timeOfDay(time, { second: '2-digit' })),
      saying('bdi', ...noticeText(notice, lastEnd)),
      ...(notice['by'] ? [element('bdi', { class: 'by' }, String(notice['by']))] : []),
    ),
  );
  if ('ends_at' in notice) lastEnd = notice['ends_at'] ?? undefined;
  // The JSON is rendered on demand: fifty notices have half a kilobyte each.
  details.addEventListener(
    'toggle',
    () => details.append(element('pre', {}, JSON.stringify(notice, null, 2))),
    {
      once: true,
    },
  );
  list.prepend(element('li', {}, details));
  while (list.children.length > SHOWN) list.lastElementChild?.remove();
}
