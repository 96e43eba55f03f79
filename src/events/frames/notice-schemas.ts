import { getSchemaPath } from '@nestjs/swagger';
import { exampleOf, time, type Fields, type JsonSchema } from '../../domain/fields.js';
import { noticeEvents, type Notice, type NoticeEvent } from '../../domain/notice.js';
import { about, notices } from '../../domain/notices.js';

/** What a stream adds to a notice that carries a countdown: see `Frame.notice`. */
const clock = { server_time: time("The server's clock, for the countdown.", about.timestamp.example) };

/** Named after the event: `RestRequired`. */
export function schemaNameOf(event: string): string {
  return event.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function exampleNotice(event: NoticeEvent): Notice {
  return { event, ...exampleOf({ ...about, ...notices[event].fields }) } as Notice;
}

/** A notice of any kind in the answer of `listNotices`, open: a generated client must not fail at the kinds of later versions. */
const noticeInLog: JsonSchema = {
  type: 'object',
  description:
    'A notice with its place in the log. Its other fields are those of the schema in `Notice` that `event` names. Later versions ' +
    'may add kinds.',
  properties: {
    id: { type: 'string', description: 'Its place in the log: the cursor of whoever has it.' },
    event: { type: 'string', description: 'What happened.' },
  },
  required: ['id', 'event'],
  additionalProperties: true,
  example: { id: '1760697000000-0', ...exampleNotice('rest_required') },
};

/** The schema of each notice as streams tell it, by its name in the API document; `Notice`, which is one of them; and the open one. */
export function noticeSchemas(): Record<string, JsonSchema> {
  const schemas = noticeEvents.map((event) => [schemaNameOf(event), schemaOf(event)] as const);
  const references = noticeEvents.map((event) => [event, getSchemaPath(schemaNameOf(event))] as const);
  return {
    ...Object.fromEntries(schemas),
    NoticeInLog: noticeInLog,
    Notice: {
      description:
        'Everything that happens to a meeting, told apart by `event`. Later versions may add to them.',
      oneOf: references.map(([, $ref]) => ({ $ref })),
      discriminator: { propertyName: 'event', mapping: Object.fromEntries(references) },
    },
  };
}

function schemaOf(event: NoticeEvent): JsonSchema {
  const { when, fields } = notices[event];
  const counts = 'ends_at' in fields || 'next_rest_at' in fields;
  const all: Fields = { ...about, ...fields, ...(counts ? clock : {}) };
  const properties = Object.entries(all).map(([name, { schema }]) => [name, schema]);
  return {
    type: 'object',
    description: when,
    properties: { event: { type: 'string', enum: [event] }, ...Object.fromEntries(properties) },
    required: ['event', ...Object.keys(all)],
    example: { event, ...exampleOf(all) },
  };
}
