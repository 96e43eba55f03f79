/** A member's buttons: away, back, "I'd like a break" and "I need more time". */

/** @param {Commands} commands @returns {Part} */
function newAnswers({ run }) {
  const [away, back] = /** @type {const} */ (['away', 'back']).map((status) =>
    makeButton({ class: 'answer', id: status }, () => void run({ name: 'answer', status })),
  );
  const ask = makeButton({ id: 'ask', 'aria-describedby': 'ask-note' }, () => {
    if (ask.ariaDisabled !== 'true') void run({ name: 'ask' });
  });
  const note = make('p', { class: 'soft', id: 'ask-note', role: 'status' });
  const answers = make('div', { class: 'row' }, /** @type {Node} */ (away), /** @type {Node} */ (back));
  const asking = make('div', { class: 'asking' }, ask, note);
  const element = make('div', { class: 'part answers' }, answers, asking);
  return {
    element,
    draw({ phase, role, said, asked, connection }, view) {
      answers.hidden =
        connection === 'none' || !(isBreak(view) || (view.phase === 'over' && said === 'away'));
      for (const button of [away, back]) {
        if (!button) continue;
        say(button, button === away ? 'away' : 'back');
        button.ariaPressed = String(said === button.id);
      }
      if (away) away.hidden = view.phase === 'over' || view.phase === 'overdue';
      // A leader has no request buttons, because a leader can call a break.
      const isTimed = view.phase === 'timed';
      const mayAsk = isTimed || (view.phase === 'meeting' && phase === 'in_progress');
      asking.hidden = role === 'leader' || !mayAsk || connection === 'refused' || connection === 'none';
      say(ask, isTimed ? 'ask_more' : 'ask');
      ask.ariaDisabled = String(asked);
      say(note, asked ? 'asked' : 'ask_note');
      element.hidden = answers.hidden && asking.hidden;
    },
  };
}
