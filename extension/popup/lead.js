/** Whether this user leads the meeting. */

/** @param {Commands} commands @returns {Part} */
export function newLead({ run }) {
  const box = make('input', { type: 'checkbox', id: 'lead', 'aria-describedby': 'lead-note' });
  const [label, note] = [make('span'), make('p', { class: 'soft', id: 'lead-note' })];
  box.addEventListener('change', () => void run({ name: 'lead', on: box.checked }));
  const element = make('section', { class: 'part' }, make('label', { class: 'choice' }, box, label), note);
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
