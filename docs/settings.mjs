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

A \`.env\` file is UTF-8, with or without a byte order mark. A line is \`NAME=value\`, also after \`export\`; quotes (\`"\`, \`'\`) around a value
are taken off, and an unquoted \`#\` after a space begins a comment. A name that is set twice counts where it stands last, with a warning.
An empty value in the environment hides that of the file.

A name that is no setting but resembles one, such as \`LEADER_AUHT\`, stops the start where it is in \`.env\`; in the environment if it begins with
\`LEADER_\`, \`MEMBER_\`, \`CORS_\`, \`MAX_STREAMS\` or \`SSE_\`, else it is a warning. What Kubernetes sets for its Services
(\`REDIS_PORT=tcp://10.0.0.1:6379\`, \`LEADER_SERVICE_HOST\`) is no setting, whatever its name.

| variable | default | what it does | accepts |
|---|---|---|---|
${rows.join('\n')}`);
