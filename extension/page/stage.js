/** The stage shows the state of the meeting at a glance, in front of a cup of tea. */

/** Longer messages (in characters) have a smaller font. */
const LONG = 40;

/** A part of the card: its element, and a function that updates it. */
/** @typedef {{ element: HTMLElement, draw: (state: State, view: MeetingView) => void }} Part */

/** @returns {Part} */
function newStage() {
  const clock = newClock();
  const [label, time, message, note] = [
    make('h2', { class: 'label' }),
    make('span', { class: 'said' }),
    make('p', { class: 'message', dir: 'auto' }),
    make('p', { class: 'note' }),
  ];
  const timer = make('div', { class: 'clock', role: 'timer' }, time, clock);
  const tea = make('div', { class: 'tea' });
  const element = make('div', { class: 'stage' }, tea, label, timer, message, note);
  return {
    element,
    draw(state, view) {
      element.dataset['phase'] = view.phase;
      // Not animated: an animation draws 60 times a second, and the call needs the computer.
      element.style.setProperty('--level', view.level.toFixed(3));
      const clockTime = asClock(view.seconds);
      timer.hidden = view.phase !== 'timed' && view.phase !== 'open';
      drawClock(clock, clockTime);
      write(time, timer.hidden ? '' : clockTime);
      write(label, stageLabel(state, view));
      writeMessage(message, timer.hidden ? '' : messageOf(state));
      write(note, stageNote(state, view));
    },
  };
}

/**
 * Writes a leader's words. Long ones scroll, and have the focus for it: a keyboard scrolls what has the focus.
 * @param {HTMLElement} target @param {string} text
 */
function writeMessage(target, text) {
  const isLong = text.length > LONG;
  write(target, text);
  target.toggleAttribute('data-long', isLong);
  if (isLong) target.tabIndex = 0;
  else target.removeAttribute('tabindex');
}

/** @param {State} state */
function messageOf({ rest }) {
  if (!rest) return '';
  return rest.message_code === 'default' ? t('default_message') : rest.message;
}

/** @param {State} state @param {MeetingView} view */
function stageLabel({ phase }, view) {
  if (view.phase === 'overdue' || view.phase === 'over') return t(view.phase);
  if (isBreak(view)) return t('on_break');
  if (phase === 'not_started' || phase === 'ended') return t(phase);
  return phase === 'in_progress' ? t('in_meeting') : '';
}

/** @param {State} state @param {MeetingView} view */
function stageNote({ phase, rest, next_rest_at, all_back }, view) {
  if (view.phase === 'timed' && rest?.ends_at)
    return t(view.seconds <= 60 ? 'last_minute' : 'until', { time: timeOfDay(rest.ends_at) });
  if (view.phase === 'open') return t('no_end');
  if (view.phase === 'over' || view.phase === 'overdue') return t(all_back ? 'all_back' : 'go_back');
  if (phase !== 'in_progress') return '';
  return next_rest_at ? t('next', { time: timeOfDay(next_rest_at) }) : t('no_schedule');
}
