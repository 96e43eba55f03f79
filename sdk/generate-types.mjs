/**
 * Prints the client's types, `sdk/javascript/frames.d.ts`, from the API document of the built service, or of
 * a running service: `node sdk/generate-types.mjs http://localhost:8000`. `npm run sdk:types` writes them.
 */
import { startService } from '../test/console/real-pages.mjs';

/** The client's names for some schemas of the document. All other schemas keep their names. */
const NAMES = {
  Rest: 'RestInSnapshot',
  Schedule: 'ScheduleInAnswer',
  Members: 'MembersInAnswer',
  Problem: 'Problem',
};

/** The names of all schemas that a part of the document refers to. */
const referred = (part) =>
  [...JSON.stringify(part ?? {}).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);

const clientName = (schema) => Object.keys(NAMES).find((name) => NAMES[name] === schema) ?? schema;
const quoted = (value) =>
  typeof value === 'string' ? `'${value.replaceAll("'", String.raw`\'`)}'` : String(value);
const comment = (text, indent) =>
  text ? `${indent}/** ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ')} */\n` : '';

/**
 * Converts a schema of OpenAPI 3.0 or 3.1 to a TypeScript type; adds the schemas that it refers to to `used`.
 */
function typeOf(schema, used) {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1);
    used.add(name);
    return clientName(name);
  }
  if (schema.type === 'null') return 'null';
  const parts = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  const isNullable = schema.nullable || [schema.type ?? []].flat().includes('null');
  const type = parts
    ? parts.map((part) => typeOf(part, used)).join(schema.allOf ? ' & ' : ' | ')
    : schema.enum
      ? schema.enum
          .filter((value) => value !== null)
          .map(quoted)
          .join(' | ')
      : types.map((one) => plainType(one, schema, used)).join(' | ') || 'unknown';
  return isNullable ? `${type} | null` : type;
}

function plainType(type, schema, used) {
  if (type === 'array') return `(${typeOf(schema.items ?? {}, used)})[]`;
  if (type === 'object' && schema.properties) return `{\n${fields(schema, used)}}`;
  return { integer: 'number', object: 'Record<string, unknown>' }[type] ?? type;
}

function fields({ properties = {}, required = [] }, used) {
  return Object.entries(properties)
    .map(([name, schema]) => {
      const mark = required.includes(name) ? '' : '?';
      return `${comment(schema.description, '  ')}  ${name}${mark}: ${typeOf(schema, used)};\n`;
    })
    .join('');
}

const url = process.argv[2] ?? (await startService()).url;
const document = await (await fetch(`${url}/docs-json`)).json();
const { schemas } = document.components;
// Beside these schemas: the frames of the streams, the answers about meetings, and the answers to commands.
const shown = ['/api/sse/events', '/api/sse/overview', '/api/meetings', '/api/meetings/{meeting_id}'];
const operations = Object.entries(document.paths).flatMap(([path, { get, ...commands }]) => [
  ...(shown.includes(path) ? [get] : []),
  ...Object.values(commands),
]);
const left = [...Object.values(NAMES), ...operations.flatMap(({ responses }) => referred(responses['200']))];
const written = new Set();
console.log("/** Written by sdk/generate-types.mjs from the service's API document. */");
for (let name = left.shift(); name; name = left.shift()) {
  const schema = schemas[name];
  if (written.has(name)) continue;
  if (!schema) throw new Error(`the document has no schema ${name}`);
  written.add(name);
  const used = new Set();
  const body =
    schema.type === 'object'
      ? `export interface ${clientName(name)} {\n${fields(schema, used)}}`
      : `export type ${clientName(name)} = ${typeOf(schema, used)};`;
  console.log(`\n${comment(schema.description, '')}${body}`);
  left.push(...used);
}
process.exit();
