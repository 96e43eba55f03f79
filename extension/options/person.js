/** The user's name and language, and how breaks are shown. */
import { keep } from './settings.js';

/** @typedef {import('./settings.js').Settings} Settings */

/** @param {import('./settings.js').OptionsContext} context @param {() => void} onLanguage */
export function newPerson({ settings, managed, saved }, onLanguage) {
  const [heading, nameLabel, languageLabel] = [
    make('h2'),
    make('label', { for: 'name' }),
    make('label', { for: 'language' }),
  ];
  const name = make('input', { id: 'name', maxlength: '60', autocomplete: 'nickname', dir: 'auto' });
  name.value = settings.name;
  name.addEventListener('change', async () => {
    await keep({ name: name.value.trim() });
    saved();
  });
  const options = ['', 'ja', 'en'].map((value) => make('option', { value }));
  const language = make('select', { id: 'language' }, ...options);
  language.value = settings.language;
  language.disabled = managed.has('language');
  const languageNote = make('p', { class: 'soft', id: 'language-note' });
  if (language.disabled) language.setAttribute('aria-describedby', languageNote.id);
  language.addEventListener('change', async () => {
    settings.language = /** @type {Settings['language']} */ (language.value);
    await keep({ language: settings.language });
    onLanguage();
    saved();
  });
  return {
    element: make(
      'section',
      {},
      heading,
      make('div', { class: 'field' }, nameLabel, name),
      make('div', { class: 'field' }, languageLabel, language, languageNote),
    ),
    draw() {
      say(heading, 'you');
      say(nameLabel, 'name_field');
      say(languageLabel, 'language');
      if (language.disabled) say(languageNote, 'managed');
      for (const option of options)
        say(
          option,
          option.value === 'ja' ? 'language_ja' : option.value === 'en' ? 'language_en' : 'language_auto',
        );
    },
  };
}

const CHOICES = /** @type {const} */ (['notify', 'chime', 'cup']);

/** @param {import('./settings.js').OptionsContext} context */
export function newChoices({ settings, managed, saved }) {
  const heading = make('h2');
  const cupNote = make('p', { class: 'soft', id: 'cup-note' });
  const choices = CHOICES.map((key) => {
    const box = make('input', {
      type: 'checkbox',
      id: key,
      ...(key === 'cup' ? { 'aria-describedby': cupNote.id } : {}),
    });
    const [text, note] = [make('span'), make('span', { class: 'soft' })];
    box.checked = settings[key];
    box.disabled = managed.has(key);
    box.addEventListener('change', async () => {
      await keep({ [key]: box.checked });
      saved();
    });
    const words = make('span', {}, text, ' ', note);
    return { key, box, text, note, element: make('label', { class: 'choice' }, box, words) };
  });
  return {
    element: make('section', {}, heading, ...choices.map(({ element }) => element), cupNote),
    draw() {
      say(heading, 'signals');
      for (const { key, box, text, note } of choices) {
        say(text, key);
        if (box.disabled) say(note, 'managed');
      }
      say(cupNote, 'cup_note');
    },
  };
}
