/** A leader's buttons: call a break, make it longer or shorter, end it, undo the last command. */

const MINUTES = [5, 10, 15];
/** Below this, a minute less would leave less than 10 s, the least that the service allows. */
const SHORTEST_SECONDS = 70;

/** @param {Commands} commands */
function newCalls({ run }) {
  const message = make('input', { id: 'message', maxlength: '200', autocomplete: 'off', dir: 'auto' });
  const messageLabel = make('label', { for: 'message' });
  /** @param {number | null} minutes */
  async function rest(minutes) {
    if (await run({ name: 'rest', minutes, message: message.value.trim() })) message.value = '';
  }
  const timed = MINUTES.map((minutes) =>
    makeButton({ class: 'main', id: `rest-${minutes}` }, () => void rest(minutes)),
  );
  const open = makeButton({ id: 'rest-open' }, () => void rest(null));
  const call = make(
    'div',
    { class: 'call', role: 'group' },
    make('div', { class: 'row' }, ...timed, open),
    make('div', { class: 'field' }, messageLabel, message),
  );
  const shorter = makeButton({ id: 'shorter' }, () => void run({ name: 'extend', seconds: -60 }));
  const longer = makeButton({ id: 'longer' }, () => void run({ name: 'extend', seconds: 300 }));
  const resume = makeButton({ class: 'main', id: 'resume' }, () => void run({ name: 'resume' }));
  const during = make('div', { class: 'row' }, shorter, longer, resume);
  const undo = makeButton({ id: 'undo' }, () => void run({ name: 'undo' }));
  const taking = make('div', { class: 'row' }, undo);
  const element = make('div', { class: 'part calls' }, call, during, taking);
  return {
    element,
    /** The message field for the next break, used by every button that calls one. */
    message,
    /** @type {Part['draw']} */
    draw({ role, rest, connection, phase }, view) {
      element.hidden = role !== 'leader' || ['refused', 'none'].includes(connection) || phase === 'unknown';
      const isOn = phase === 'on_break' && view.phase !== 'meeting';
      [call.hidden, during.hidden] = [isOn, !isOn];
      call.ariaLabel = t('call');
      for (const [at, button] of timed.entries()) say(button, 'n_minutes', { n: MINUTES[at] ?? 0 });
      say(open, 'open_ended');
      say(messageLabel, 'message_field');
      message.placeholder = t('default_message');
      say(shorter, 'shorter');
      say(longer, 'longer');
      say(resume, 'resume');
      longer.hidden = !rest?.ends_at;
      shorter.hidden = !rest?.ends_at || view.seconds <= SHORTEST_SECONDS;
      taking.hidden = !view.mayUndo;
      say(undo, 'undo');
    },
  };
}
