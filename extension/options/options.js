/** The options page. Each change is stored at once. */
import { readManaged } from '../background/settings.js';
import { languageFor, readTexts } from '../texts.js';
import { newKey } from './key.js';
import { newChoices, newPerson } from './person.js';
import { newServer } from './server.js';
import { readKept } from './settings.js';
import { newSites } from './sites.js';

const [settings, managed] = await Promise.all([readKept(), readManaged()]);
const title = make('h1');
const saved = make('p', { class: 'said', role: 'status' });
const [privacy, privacyNote] = [make('h2'), make('p')];
const context = { settings, managed: new Set(Object.keys(managed)), saved: () => say(saved, 'saved') };
const server = newServer(context, (isOther) => key.keyFor(isOther));
const key = newKey(context, () => server.isOther(context.settings.server));
const parts = [server, key, newPerson(context, () => void showTexts()), newChoices(context), newSites()];

document.head.append(newStyle());
document.body.append(
  make('main', {}, title, ...parts.map(({ element }) => element), make('section', {}, privacy, privacyNote)),
  saved,
);
await showTexts();

async function showTexts() {
  const language = languageFor(settings.language);
  setTexts(language, await readTexts(language));
  document.documentElement.lang = language;
  document.title = t('options_title');
  say(title, 'options_title');
  say(privacy, 'privacy');
  say(privacyNote, 'privacy_note');
  for (const part of parts) part.draw();
}
