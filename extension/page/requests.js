/** What a leader should react to: requests of members, and a planned break that is due. */

/** @param {Commands} commands @returns {Part} */
function newRequests({ run }) {
  const requests = make('p', { class: 'requests', role: 'status' });
  const text = make('p');
  let minutes = 0;
  const take = makeButton(
    { class: 'main', id: 'take' },
    () => void run({ name: 'rest', minutes, message: '' }),
  );
  const snooze = makeButton({ id: 'snooze' }, () => void run({ name: 'snooze', minutes: 5 }));
  const suggestion = make(
    'div',
    { class: 'suggestion', role: 'status' },
    text,
    make('div', { class: 'row' }, take, snooze),
  );
  const element = make('div', { class: 'part' }, requests, suggestion);
  return {
    element,
    draw(state, view) {
      const isLeader = state.role === 'leader' && state.connection !== 'refused';
      requests.hidden = !isLeader || !state.requests?.count;
      requests.toggleAttribute('data-reached', state.requests?.reached ?? false);
      write(requests, requestsText(state));
      minutes = state.suggested_minutes ?? 0;
      suggestion.hidden = !isLeader || !minutes || view.phase !== 'meeting';
      say(text, 'suggestion');
      say(take, 'take', { minutes });
      say(snooze, 'snooze');
      element.hidden = requests.hidden && suggestion.hidden;
    },
  };
}

/** @param {State} state */
function requestsText({ requests }) {
  if (!requests?.count) return '';
  const text = t(requests.kind === 'break' ? 'requests_break' : 'requests_more', { count: requests.count });
  return requests.reached ? text + t('requests_enough') : text;
}
