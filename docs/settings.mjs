// Writes docs/settings.md from the settings themselves: npm run docs:settings. A test compares the two.
import { settings } from '../dist/config/settings.js';

const code = (text) => `\`${text}\``;
const cell = (text) => text.replaceAll('|', '\\|');

const rows = Object.entries(settings).map(([name, { about, default: value, parser, secret }]) => {
  const effect = secret ? `${about} A secret: never logged.` : about;
  return `| ${code(name)} | ${value ? code(value) : 'unset'} | ${cell(effect)} | ${cell(parser.accepts)} |`;
});

console.log(`# Settings

The service reads its settings from the environment and from a file \`.env\` in the working directory; the environment wins.
An empty value counts as unset. A value that a setting does not accept stops the start, with a line that says what it
accepts. \`node dist/main.js --check-config\` shows the settings in force, \`--help\` prints this table. \`npm run docs:settings\`
writes this page from [src/config/settings.ts](../src/config/settings.ts).

A \`.env\` file is UTF-8, with or without a byte order mark. A line is \`NAME=value\`; \`export\` before it is allowed. Quotes (\`"\`,
\`'\`) around a value are removed, and an unquoted \`#\` after a space begins a comment. If a name is set twice, the last line
counts, with a warning. An empty value in the environment hides the value in the file.

A name that resembles a setting without being one, such as \`LEADER_AUHT\`, stops the start if it is in \`.env\`, or if it
begins with \`LEADER_\`, \`MEMBER_\`, \`CORS_\`, \`MAX_STREAMS\` or \`SSE_\`. Any other such name in the environment is a warning.
Variables that Kubernetes sets for its Services (\`REDIS_PORT=tcp://10.0.0.1:6379\`, \`LEADER_SERVICE_HOST\`) are ignored.

| variable | default | what it does | accepts |
|---|---|---|---|
${rows.join('\n')}`);
