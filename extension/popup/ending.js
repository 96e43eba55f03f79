/** The buttons that start and end the meeting. The end is final for everybody, so it needs a confirmation. */

/** @param {Commands} commands @returns {Part} */
export function newEnding({ run }) {
  let isAsked = false;
  const start = makeButton({ id: 'start' }, () => void run({ name: 'start' }));
  const end = makeButton({ class: 'grave', id: 'end' }, () => ask(true));
  const sure = make('p');
  const yes = makeButton({ class: 'grave', id: 'end-yes' }, async () => {
    if (await run({ name: 'end' })) isAsked = false;
  });
  const no = makeButton({ id: 'end-no' }, () => ask(false));
  const asking = make('div', { class: 'suggestion' }, sure, make('div', { class: 'row' }, no, yes));
  const element = make('section', { class: 'part' }, make('div', { class: 'row' }, start, end), asking);

  /** @param {boolean} isOn */
  function ask(isOn) {
    isAsked = isOn;
    [end.hidden, asking.hidden] = [isOn, !isOn];
    (isOn ? no : end).focus();
  }

  return {
    element,
    draw({ role, phase, connection }) {
      const isOn = phase === 'in_progress' || phase === 'on_break';
      // Start stays after a refusal: with LEADER_AUTH=claim, the start gives the right to lead, and with
      // MEMBER_AUTH=token nothing is known of a meeting before that.
      const isHidden = connection === 'refused' ? isOn : phase === 'unknown';
      element.hidden = role !== 'leader' || isHidden;
      start.hidden = isOn;
      end.hidden = !isOn || isAsked;
      asking.hidden = !isOn || !isAsked;
      say(start, 'start');
      say(end, 'end');
      say(sure, 'end_sure');
      say(yes, 'end_yes');
      say(no, 'cancel');
    },
  };
}
