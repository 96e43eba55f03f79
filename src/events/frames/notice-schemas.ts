import { toldNotice } from '../../domain/schedule-fields.js';
import { getSchemaPath } from '@nestjs/swagger';
import { exampleOf, time, type Fields, type JsonSchema } from '../../domain/fields.js';
import { noticeEvents, type Notice, type NoticeEvent } from '../../domain/notice.js';
import { about, notices } from '../../domain/notices.js';

/** The field that streams add to a notice with a countdown, see `Frame.notice`. */
const clock = { server_time: time("The server's time, for the countdown.", about.timestamp.example) };

/** The field that leaders get beside a notice. */
const by = {
  type: 'string',
  description: 'For leaders only: the name that the caller of the command gave. Left out if there was none.',
};

/** The schema name of an event: `RestRequired` for `rest_required`. */
export function schemaNameOf(event: string): string {
  return event.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function exampleNotice(event: NoticeEvent): Notice {
  return { event, ...exampleOf({ ...about, ...notices[event].fields }) } as Notice;
}

/**
 * The schema of a notice in the answer of `listNotices`. It is open, so that generated clients accept notices
 * of later versions.
 */
const noticeInLog: JsonSchema = {
  type: 'object',
  description:
    'A notice with its place in the log. Its other fields are those of the schema in `Notice` that `event` names. Later versions ' +
    'may add kinds.',
  properties: {
    id: {
      type: 'string',
      description: 'Its position in the log: the cursor of a client that has received it.',
    },
    event: { type: 'string', description: 'What happened.' },
  },
  required: ['id', 'event'],
  additionalProperties: true,
  example: { id: '1760697000000-0', ...exampleNotice('rest_required') },
};

/**
 * The schemas of notices by their name in the API document: one for each notice as streams send it, `Notice`
 * (any of these), and the open schema.
 */
export function noticeSchemas(): Record<string, JsonSchema> {
  const schemas = noticeEvents.map((event) => [schemaNameOf(event), schemaOf(event)] as const);
  const references = noticeEvents.map((event) => [event, getSchemaPath(schemaNameOf(event))] as const);
  return {
    ...Object.fromEntries(schemas),
    NoticeInLog: noticeInLog,
    Notice: {
      description: 'All notices of a meeting; `event` tells them apart. Later versions may add notices.',
      oneOf: references.map(([, $ref]) => ({ $ref })),
      discriminator: { propertyName: 'event', mapping: Object.fromEntries(references) },
    },
  };
}

function schemaOf(event: NoticeEvent): JsonSchema {
  const { when, fields } = notices[event];
  const counts = 'ends_at' in fields || 'next_rest_at' in fields;
  const all: Fields = { ...about, ...fields, ...(counts ? clock : {}) };
  const required = Object.keys(all).filter((name) => !all[name]?.isOptional);
  const properties = Object.entries(all).map(([name, { schema }]) => [name, schema]);
  return {
    type: 'object',
    description: when,
    properties: { event: { type: 'string', enum: [event] }, ...Object.fromEntries(properties), by },
    required: ['event', ...required],
    example: toldNotice({ event, ...exampleOf(all) }),
  };
}
