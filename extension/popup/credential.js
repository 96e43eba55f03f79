/** Shown when the service wants a key or token: leaders enter one, members need another link. */

/** @param {Commands} commands @returns {Part} */
export function newCredential({ run }) {
  const [note, label] = [make('p'), make('label', { for: 'secret' })];
  const input = make('input', { id: 'secret', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  const use = make('button', { class: 'main', id: 'use-secret' });
  const form = make('form', { class: 'field' }, label, make('div', { class: 'inline' }, input, use));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const secret = input.value.normalize('NFKC').trim();
    if (!secret) return input.focus();
    if (await run({ name: 'credential', secret })) input.value = '';
  });
  const element = make('section', { class: 'part' }, note, form);
  return {
    element,
    draw({ connection, role, phase }) {
      element.hidden = connection !== 'refused';
      form.hidden = role !== 'leader';
      // With LEADER_AUTH=claim, the start gives the right to lead.
      const mayStart = phase !== 'in_progress' && phase !== 'on_break';
      const forLeaders = mayStart ? 'credential_note_not_started' : 'credential_note';
      say(note, role === 'leader' ? forLeaders : 'refused_member');
      say(label, 'credential_field');
      say(use, 'credential_use');
    },
  };
}
