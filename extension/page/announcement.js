/** A leader's announcement: a text to everybody, without a break. */

/** @returns {Part} */
function newAnnouncement() {
  const [label, message] = [make('p', { class: 'soft' }), make('p', { class: 'words', dir: 'auto' })];
  const element = make('div', { class: 'part announcement' }, label, message);
  return {
    element,
    draw(_, { announcement }) {
      element.hidden = !announcement;
      say(label, 'announcement');
      writeMessage(message, announcement?.message ?? '');
    },
  };
}
