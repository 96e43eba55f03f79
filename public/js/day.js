/**
 * The meeting's day so far as a strip of work and breaks, compared with the plan; also as text to copy.
 * Loaded after the page shows its meeting.
 */
import { keepBegun } from './begun.js';
import { copyText } from './clipboard.js';
import { read } from './commands.js';
import { dayParts } from './day-parts.js';
import { byId, element, show } from './dom.js';
import { language, say, t, timeOfDay } from './i18n.js';
import { now, onChange } from './live.js';
import { meetingId } from './place.js';

const EVERY_MS = 30_000;

/** Notices that change the history. */
const NEWS = ['state', 'message', 'rest_ended', 'meeting_started', 'meeting_ended', 'undone'];

/**
 * @type {import('./day-parts.js').Day & { pause_seconds: number, longest_stretch_seconds: number } |
 *   undefined}
 */
let history;
/** @type {import('./live.js').Known | undefined} */
let known;

export function showDay() {
  onChange((now, name) => {
    known = now;
    // Here, because this file is loaded after the page shows its meeting.
    if (now.phase !== 'not_started') keepBegun(meetingId);
    if (!name || NEWS.includes(name)) void look();
    else draw();
  });
  setInterval(draw, EVERY_MS);
  addEventListener('languagechange', draw);
  byId('day-copy').addEventListener('click', copy);
}

async function look() {
  history = await read('/history').catch(() => undefined);
  draw();
}

/** @param {number} ms */
const minutes = (ms) => Math.round(ms / 60_000);

function draw() {
  const planned = known?.schedule?.every_minutes ?? undefined;
  const parts = history ? dayParts(history, known?.rest ?? null, now(), planned) : [];
  byId('day').hidden = parts.length === 0;
  byId('day-strip').replaceChildren(
    ...parts.map(({ kind, from, to, isLong }) => {
      const made = element('span', { class: kind, ...(isLong && { 'data-long': '' }) });
      made.style.flexGrow = String(Math.round((to - from) / 1000));
      return made;
    }),
  );
  const breaks = lengthsOf('break', parts);
  const sum = t('day_sum', {
    breaks: breaks.length,
    pause: minutes(breaks.reduce((total, length) => total + length, 0)),
    longest: minutes(Math.max(0, ...lengthsOf('work', parts))),
  });
  show(byId('day-sum'), sum);
  byId('day-strip').setAttribute('aria-label', sum);
  const lines = parts.map(({ kind, from, to, isLong }) => {
    const values = {
      from: timeOfDay(from),
      to: timeOfDay(to),
      minutes: minutes(to - from),
      planned: planned ?? 0,
    };
    return t(kind === 'break' ? 'day_break' : isLong ? 'day_long' : 'day_work', values);
  });
  const name = /** @type {{ title?: string | null } | undefined} */ (known)?.title || meetingId;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(parts[0]?.from ?? now());
  show(byId('day-text'), [`${name}, ${date}`, ...lines, sum].join('\n'));
}

/** In milliseconds. @param {'work' | 'break'} kind @param {readonly import('./day-parts.js').Part[]} parts */
const lengthsOf = (kind, parts) =>
  parts.filter((part) => part.kind === kind).map(({ from, to }) => to - from);

function copy() {
  const text = byId('day-text');
  copyText(text.textContent).then(
    () => say(byId('day-copied'), 'copied'),
    () => {
      // The clipboard is not available: select the text, so that it can be copied by hand.
      text.closest('details')?.setAttribute('open', '');
      getSelection()?.selectAllChildren(text);
      say(byId('day-copied'), 'copy_text_by_hand');
    },
  );
}
