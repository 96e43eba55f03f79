/** The schedule: choose one, or postpone the next break. */

/** The names of the service's presets, with the minutes of work and rest by which a preset is recognised. */
const PRESETS = /** @type {const} */ ({ 'jp-mhlw': [60, 10], 'uk-hse': [50, 5], 'brain-break': [30, 10] });
/** @type {Record<string, TextKey>} */
const CHOICES = {
  none: 'plan_none',
  'jp-mhlw': 'plan_mhlw',
  'uk-hse': 'plan_hse',
  'brain-break': 'plan_brain',
  custom: 'plan_custom',
  clock: 'plan_clock',
};
/** @type {Record<string, TextKey>} */
const MODES = { suggest: 'plan_suggest', auto: 'plan_auto' };

/** @typedef {import('../messages.js').Plan} Plan */

/** @param {Commands} commands @returns {Part} */
export function newPlan({ run }) {
  const [summary, done] = [make('summary'), make('span', { class: 'soft', role: 'status' })];
  const rhythm = newSelect('rhythm', CHOICES);
  const mode = newSelect('mode', MODES);
  const every = newNumber('every', 480, 45);
  const lasting = newNumber('lasting', 120, 5);
  const numbers = make('div', { class: 'pair' }, every.field, lasting.field);
  const set = make('button', { class: 'main', id: 'plan-set' });
  const form = make('form', {}, rhythm.field, numbers, mode.field, make('div', { class: 'row' }, set), done);
  const snooze = makeButton({ id: 'put-off' }, () => void run({ name: 'snooze', minutes: 5 }));
  const skip = makeButton({ id: 'skip' }, () => void run({ name: 'skip' }));
  const next = make('div', { class: 'row' }, snooze, skip);
  const element = make('details', { class: 'part', id: 'plan' }, summary, next, form);
  let shown = '';

  form.noValidate = true;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const plan = chosen();
    if (plan === undefined) return say(done, 'problem_minutes');
    write(done, '');
    if (await run({ name: 'plan', plan })) say(done, 'plan_done');
  });
  rhythm.select.addEventListener('change', showFields);

  /** The plan in the form; `undefined` = a number is out of range. @returns {Plan | null | undefined} */
  function chosen() {
    const preset = rhythm.select.value;
    const how = mode.select.value === 'auto' ? 'auto' : 'suggest';
    if (preset === 'none') return null;
    if (preset === 'jp-mhlw' || preset === 'uk-hse' || preset === 'brain-break') return { preset, mode: how };
    if (![every.input, lasting.input].every((input) => input.value && input.checkValidity()))
      return undefined;
    return {
      every_minutes: every.input.valueAsNumber,
      duration_minutes: lasting.input.valueAsNumber,
      mode: how,
    };
  }

  function showFields() {
    const preset = rhythm.select.value;
    numbers.hidden = preset !== 'custom';
    mode.field.hidden = preset === 'none' || preset === 'clock';
    set.hidden = preset === 'clock';
  }

  /**
   * Shows the schedule, whoever set it. Only after a change, so that it does not overwrite what the user is
   * choosing.
   * @param {State} state
   */
  function fill({ schedule }) {
    if (shown === JSON.stringify(schedule)) return;
    shown = JSON.stringify(schedule);
    rhythm.select.value = presetOf(schedule);
    if (schedule) {
      mode.select.value = schedule.mode;
      if (schedule.every_minutes) every.input.valueAsNumber = schedule.every_minutes;
      lasting.input.valueAsNumber = schedule.duration_minutes;
    }
    // Only the API can make a schedule by the clock, so that choice is shown only while there is one.
    rhythm.hide('clock', rhythm.select.value !== 'clock');
    showFields();
  }

  return {
    element,
    draw(state) {
      element.hidden = state.role !== 'leader' || !['in_progress', 'on_break'].includes(state.phase);
      say(summary, 'plan');
      next.hidden = state.phase !== 'in_progress' || !state.next_rest_at;
      say(snooze, 'snooze');
      say(skip, 'skip');
      rhythm.draw('plan_field');
      mode.draw('plan_mode');
      every.draw('plan_every');
      lasting.draw('plan_lasting');
      say(set, 'plan_set');
      fill(state);
    },
  };
}

/** @param {State['schedule']} schedule */
function presetOf(schedule) {
  if (!schedule) return 'none';
  if (!schedule.every_minutes) return 'clock';
  const same = Object.entries(PRESETS).find(
    ([, [every, lasting]]) => every === schedule.every_minutes && lasting === schedule.duration_minutes,
  );
  return same?.[0] ?? 'custom';
}

/** @param {string} id @param {Record<string, TextKey>} choices */
function newSelect(id, choices) {
  const label = make('label', { for: id });
  const options = Object.keys(choices).map((value) => make('option', { value }));
  const select = make('select', { id }, ...options);
  return {
    select,
    field: make('div', { class: 'field' }, label, select),
    /** @param {string} value @param {boolean} isHidden */
    hide: (value, isHidden) => options.forEach((one) => one.value === value && (one.hidden = isHidden)),
    /** @param {TextKey} key */
    draw(key) {
      say(label, key);
      for (const option of options) say(option, choices[option.value] ?? key);
    },
  };
}

/** @param {string} id @param {number} max @param {number} value */
function newNumber(id, max, value) {
  const label = make('label', { for: id });
  const input = make('input', { id, type: 'number', min: '1', max: String(max), value: String(value) });
  return {
    input,
    field: make('div', { class: 'field' }, label, input),
    /** @param {TextKey} key */
    draw: (key) => say(label, key),
  };
}
