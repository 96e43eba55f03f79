/** The switch for leading the meeting. */

/** @param {Commands} commands @returns {Part} */
export function newLead({ run }) {
  const box = make('input', { type: 'checkbox', id: 'lead' });
  const [label, note] = [make('span'), make('span', { class: 'soft' })];
  box.addEventListener('change', () => void run({ name: 'lead', on: box.checked }));
  const words = make('span', {}, label, note);
  const element = make('section', { class: 'part' }, make('label', { class: 'choice' }, box, words));
  return {
    element,
    draw({ meeting, role }) {
      element.hidden = !meeting;
      box.checked = role === 'leader';
      say(label, 'lead');
      say(note, 'lead_note');
    },
  };
}
