import { spawnSync } from 'node:child_process';
import { folderOf, type Generator } from './generators.js';

/** The output of each program, in every language. */
export const EXPECTED = [
  'startMeeting: Meeting started',
  'callBreak: 600',
  'extendBreak: 900',
  'undoCommand: rest_extended',
  'requestBreak: More time requested',
  'getStatus: true',
  'acknowledgeBreak: 1',
  'setSchedule: 50',
  'sendAnnouncement: Announcement sent',
  'listNotices: meeting_started rest_required rest_extended undone all_back schedule_changed announcement',
  'getMeetings: on_break not_started',
  'getCalendar: BEGIN:VCALENDAR',
  '404: meeting_not_found',
  '422: invalid_request duration_minutes',
  'endMeeting: Meeting ended',
];

/** Warnings that no change of the document can prevent, and why. */
const INCURABLE = [
  // The generator warns about every OpenAPI 3.1 document.
  /OpenAPI 3\.1 support is still in beta/,
  // Python's generator prints this for every document, even with one operation and three plain schemas.
  /Failed to get the schema name: null/,
  // `type` is a keyword in Rust, and a field of a problem in RFC 9457.
  /type cannot be used as a field\/variable name/,
  // The generator takes media types of answers other than plain JSON for names of models.
  /(Application(Json|Problem\+json)|TextEventStream|TextCalendar) cannot be used as a model name/,
];

const WARNING = /\bwarn|deprecat/i;

/** The output of a program that cannot be started is null, which Node's types omit. */
const textOf = (said: string | null) => said ?? '';

export interface Outcome {
  readonly version: string;
  readonly complaints: readonly string[];
}

/** Generates a client from the service's document, compiles and runs it; returns the faults. */
export function tryGenerator(generator: Generator, url: string): Outcome {
  const run = (command: readonly string[], ...more: string[]) => {
    const [program = '', ...args] = command;
    const { PATH = '' } = process.env;
    const cwd = folderOf(generator.language);
    const env = { ...process.env, PATH: `${cwd}/.venv/bin:${PATH}`, PYTHONPATH: 'generated', NO_COLOR: '1' };
    return spawnSync(program, [...args, ...more], { cwd, env, encoding: 'utf8' });
  };
  const { stdout } = run(generator.version);
  const version = /\d+\.\d+\.\d+/.exec(textOf(stdout))?.[0] ?? '?';

  for (const command of generator.make(`${url}/docs-json`)) {
    const { status, stdout, stderr, error } = run(command);
    const output = `${stdout}${stderr}`;
    if (status !== 0)
      return { version, complaints: [`${command.join(' ')}: ${error?.message ?? output.slice(-2_000)}`] };
    const warnings = output
      .split('\n')
      .filter((line) => WARNING.test(line) && !INCURABLE.some((one) => one.test(line)));
    if (warnings.length > 0) return { version, complaints: warnings.slice(0, 5) };
  }
  const { stdout: said, stderr } = run(generator.run, url, `generated-${generator.name}`);
  const lines = textOf(said).trim().split('\n');
  const expected = EXPECTED.map((line) => {
    const [call = ''] = line.split(':');
    const instead = generator.cannot?.[call];
    return instead === undefined ? line : `${call}: ${instead}`;
  });
  const missing = expected.filter((line, n) => lines[n] !== line);
  return {
    version,
    complaints:
      missing.length === 0
        ? []
        : [`not said: ${missing.join('; ')}`, textOf(said).slice(-500), textOf(stderr).slice(-1_000)],
  };
}
