// Writes docs/settings.md from the settings themselves: npm run docs:settings. A test compares the two.
import { settings } from '../dist/config/settings.js';

const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll('|', '\\|');

const rows = Object.entries(settings).map(([name, { about, default: value, reader, secret }]) => {
  const effect = secret ? `${about} A secret: never logged.` : about;
  return `| ${code(name)} | ${value ? code(value) : 'unset'} | ${cell(effect)} | ${cell(reader.accepts)} |`;
});

console.log(`# Settings

From the environment, or a file \`.env\` in the working directory; the environment wins. An empty value is an unset one. A value that
is not accepted stops the start, with a line that says what would be. \`node dist/main.js --check-config\` shows what is in force,
\`--help\` this table. Written from [src/config/settings.ts](../src/config/settings.ts) by \`npm run docs:settings\`.

| variable | default | what it does | accepts |
|---|---|---|---|
${rows.join('\n')}`);
