/** Reads the cases. Rejects a case that cannot fail, or that contains something the runner does not know. */
import { readdir, readFile } from 'node:fs/promises';

const FOLDER = new URL('../cases/', import.meta.url);

/** Heartbeat in seconds: the minimum of the service, so that cases of silence are as short as possible. */
const HEARTBEAT = 3;

const FIELDS = new Set(
  'name why client connections afterwards most_streams clock_ahead_ms ack_statuses headers expect never acks quiet_ms'.split(
    ' ',
  ),
);

/** @returns {Promise<object[]>} each with its `group`, the name of its file */
export async function loadCases(folder = FOLDER) {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const groups = await Promise.all(
    files.map(async (file) => {
      const group = file.replace('.json', '');
      const cases = JSON.parse(await readFile(new URL(file, folder), 'utf8'));
      return cases.map((test) => ({ ...test, group, client: { heartbeat: HEARTBEAT, ...test.client } }));
    }),
  );
  const cases = groups.flat();
  cases.forEach(check);
  const names = cases.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two cases are called "${twice}"`);
  return cases;
}

function check(test) {
  const wrong = Object.keys(test).find((field) => field !== 'group' && !FIELDS.has(field));
  if (wrong) throw new Error(`"${test.name}" has a field ${wrong}, which means nothing`);
  for (const field of ['name', 'why', 'connections', 'expect'])
    if (test[field] === undefined) throw new Error(`a case of ${test.group} has no ${field}`);
  if (test.expect.length + (test.never ?? []).length + (test.acks ? 1 : 0) === 0)
    throw new Error(`"${test.name}" expects nothing, so it cannot fail`);
}
