// Writes docs/settings.md, or with --env .env.example, from the settings themselves: npm run docs:settings. A test compares them.
import { settings } from '../dist/config/settings.js';

if (process.argv.includes('--env')) console.log(envExample());
else console.log(settingsPage());

/** A commented line for each setting, with its default. */
function envExample() {
  const blocks = Object.entries(settings).map(
    ([name, { about, default: value, parser }]) =>
      `${comment(`${about} Accepts ${parser.accepts}.`)}\n# ${name}=${value}`,
  );
  return `# Copy this file to .env and uncomment the lines that you change. The environment overrides this file.
# Each line shows the default; empty means unset. Put quotes around a value that contains a #.

${blocks.join('\n\n')}`;
}

/** Wraps a text into comment lines of at most 120 characters. */
function comment(text) {
  const lines = [[]];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (['#', ...line, word].join(' ').length > 120) lines.push([word]);
    else line.push(word);
  }
  return lines.map((words) => `# ${words.join(' ')}`).join('\n');
}

function settingsPage() {
  const code = (text) => `\`${text}\``;
  const cell = (text) => text.replaceAll('|', '\\|');

  const rows = Object.entries(settings).map(([name, { about, default: value, parser, secret }]) => {
    const effect = secret ? `${about} A secret: never logged.` : about;
    return `| ${code(name)} | ${value ? code(value) : 'unset'} | ${cell(effect)} | ${cell(parser.accepts)} |`;
  });

  return `# Settings

The service reads its settings from the environment and from a file \`.env\` in the working directory; the environment
wins. An empty value counts as unset. A value that a setting does not accept stops the start, with a line that says what
it accepts. \`node dist/main.js --check-config\` shows the settings in force, \`--help\` prints this table. \`npm run
docs:settings\` writes this page from [src/config/settings.ts](../src/config/settings.ts).

A \`.env\` file is UTF-8, with or without a byte order mark. A line is \`NAME=value\`; \`export\` before it is allowed. Quotes
(\`"\`, \`'\`, backticks) around a value are removed, and an unquoted \`#\` after a space begins a comment; one without a space
stops the start: quote the value. If a name is set twice, the last line counts, with a warning. An empty value in the environment hides the value in the file.

A name that resembles a setting without being one, such as \`LEADER_AUHT\`, stops the start if it is in \`.env\`, or if it
begins with \`LEADER_\`, \`MEMBER_\`, \`CORS_\`, \`MAX_STREAMS\` or \`SSE_\`. Any other such name in the environment is a warning.
Variables that Kubernetes sets for its Services (\`REDIS_PORT=tcp://10.0.0.1:6379\`, \`LEADER_SERVICE_HOST\`) are ignored.

| variable | default | what it does | accepts |
|---|---|---|---|
${rows.join('\n')}`;
}
