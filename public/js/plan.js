/** The schedule: choose one, show the next break, delay or skip it. */
import { speak } from './announcer.js';
import { attempt, onPress } from './attempt.js';
import { callBreak } from './calls.js';
import { commands } from './commands.js';
import { byId, control, input, show } from './dom.js';
import { numberIn } from './field-problem.js';
import { lengthOf, say, t, timeAndDay } from './i18n.js';
import { isOnlooker } from './credentials.js';
import { onChange, onTick } from './live.js';

/** @typedef {import('../sdk/kyukei-client.js').Schedule} Schedule */

/** @typedef {import('./live.js').Frame} Frame */

/** The presets of the API. The numbers are needed to show which one is set. */
const PRESETS = { 'jp-mhlw': [60, 10], 'uk-hse': [50, 5], 'brain-break': [30, 10] };

/** The schedule of the meeting, which the form shows until somebody changes the form. @type {Schedule | null} */
let planned = null;

const FIELDS = ['plan-every', 'plan-lasting'];

const AT_PLAN = {
  place: 'plan-problem',
  fields: { every_minutes: 'plan-every', duration_minutes: 'plan-lasting' },
};

/** The command for the present input of the form. */
export function planCommand() {
  const chosen = preset().value;
  const mode = control('plan-mode', HTMLSelectElement).value;
  if (chosen === 'none') return commands.unplan();
  if (chosen === 'clock' && planned) return commands.plan(planned);
  if (chosen !== 'custom') return commands.plan({ preset: chosen, mode });
  const [every, lasting] = FIELDS.map((id) => input(id).valueAsNumber);
  return commands.plan({ every_minutes: every, duration_minutes: lasting, mode });
}

export function showPlan() {
  byId('plan').addEventListener('submit', (event) => {
    event.preventDefault();
    if (preset().value === 'custom' && FIELDS.map(numberIn).includes(undefined)) return;
    void attempt(planCommand(), AT_PLAN);
  });
  preset().addEventListener('change', showFields);
  onPress('snooze', () => commands.snooze(5), AT_PLAN);
  onPress('skip', commands.skip, AT_PLAN);
  byId('take').addEventListener('click', () => void callBreak(hints.suggested));
  onChange((known) => {
    const { phase, schedule = null } = known;
    byId('plan-section').hidden = phase === 'not_started' || isOnlooker(known);
    // Only after a change, so that it does not overwrite what somebody is typing.
    if (JSON.stringify(schedule) !== JSON.stringify(planned)) fill(schedule);
  });
  let wasSuggested = false;
  onTick(() => {
    const isSuggested = !byId('suggestion').hidden;
    if (isSuggested && !wasSuggested) speak(t('suggestion'));
    wasSuggested = isSuggested;
  });
  onTick(({ phase, schedule, working_since: since, next_rest_at: next }, now) => {
    const ahead = phase === 'in_progress' && next ? Date.parse(next) - now : undefined;
    byId('planned').hidden = ahead === undefined;
    if (ahead === undefined || !next) return;
    const length = lengthOf(Math.max(0, Math.ceil(ahead / 60_000)));
    show(byId('forecast'), t('forecast', { time: timeAndDay(next, now), length }));
    const { suggested, left } = hints;
    byId('snooze').setAttribute('aria-disabled', String(left === 0));
    show(byId('plan-left'), t(LEFT[left] ?? 'plan_left_many', { left }));
    // When the break after this one would come is known only of a plan by minutes. After a suggestion, the next
    // break already is the one after it.
    const every = suggested ? 0 : schedule?.every_minutes;
    byId('plan-skipping').hidden = !every && !suggested;
    const skipped = Date.parse(next) + (every ?? 0) * 60_000 - Date.parse(since ?? next);
    show(byId('plan-skipping'), t('plan_skipping', { length: lengthOf(Math.round(skipped / 60_000)) }));
  });
}

/** The texts for no and one remaining postponement. */
const LEFT = /** @type {const} */ (['plan_left_none', 'plan_left_one']);

/**
 * What the plan's notices say, and no state of the meeting: the minutes of a suggested break, 0 = there is none,
 * and how often the next break can still be postponed.
 */
const ANEW = { suggested: 0, left: 2 };
let hints = ANEW;

/** The hints before the last command, whose notices have the same time. */
let before = ANEW;
/** @type {unknown} */
let changedAt;

/**
 * Shows a suggestion until a notice ends it, also one from before this page was opened.
 * @param {Frame} notice
 */
export function heedPlan({ event, timestamp, duration_minutes, snoozes_left, undone_event }) {
  const changes = new Map([
    ['rest_required', ANEW],
    ['meeting_started', ANEW],
    ['meeting_ended', ANEW],
    ['schedule_changed', { suggested: 0, left: Number(snoozes_left) }],
    // If no leader reacted to a suggestion, the next one resets the postponements.
    ['rest_suggested', { suggested: Number(duration_minutes), left: hints.suggested ? 2 : hints.left }],
  ]);
  const changed = changes.get(String(event));
  if (event === 'undone' && changes.has(String(undone_event))) hints = before;
  if (changed) {
    if (timestamp !== changedAt) before = hints;
    changedAt = timestamp;
    hints = changed;
  }
  byId('suggestion').hidden = !hints.suggested;
  say(byId('take'), 'take', { minutes: hints.suggested });
}

const preset = () => control('plan-preset', HTMLSelectElement);

/** Fills the form with the present schedule. @param {Schedule | null} schedule */
function fill(schedule) {
  planned = schedule;
  preset().value = choiceOf(schedule);
  if (schedule) {
    control('plan-mode', HTMLSelectElement).value = schedule.mode;
    if (schedule.every_minutes !== null) input('plan-every').valueAsNumber = schedule.every_minutes;
    input('plan-lasting').valueAsNumber = schedule.duration_minutes;
  }
  byId('plan-clock').hidden = preset().value !== 'clock';
  showFields();
}

/** @param {Schedule | null} schedule */
function choiceOf(schedule) {
  if (!schedule) return 'none';
  if (schedule.every_minutes === null) return 'clock';
  const known = Object.entries(PRESETS).find(
    ([, [every, lasting]]) => every === schedule.every_minutes && lasting === schedule.duration_minutes,
  );
  return known?.[0] ?? 'custom';
}

function showFields() {
  byId('plan-custom').hidden = preset().value !== 'custom';
  byId('plan-mode-field').hidden = ['none', 'clock'].includes(preset().value);
  byId('plan-set').hidden = preset().value === 'clock';
}
