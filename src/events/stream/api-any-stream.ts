import { ApiOkResponse, ApiQuery, getSchemaPath } from '@nestjs/swagger';
import { HEARTBEAT } from '../../domain/heartbeat.js';
import type { Frame } from '../frames/frame.js';

/* The common part of the documentation of all event streams. */

/**
 * The schema of an event stream: frames of these types, with the schema of their data. OpenAPI 3.2 has
 * `itemSchema` for it; in 3.1 they are a text's content.
 */
export function eventStreamOf(frames: readonly (readonly [types: readonly string[], data: string])[]) {
  return {
    type: 'string',
    contentMediaType: 'text/event-stream',
    contentSchema: { type: 'array', items: { oneOf: frames.map(frameSchema) } },
  } as const;
}

function frameSchema([types, data]: readonly [types: readonly string[], data: string]) {
  return {
    type: 'object',
    properties: {
      event: { type: 'string', enum: types },
      data: {
        type: 'string',
        contentMediaType: 'application/json',
        contentSchema: { $ref: getSchemaPath(data) },
      },
    },
    required: ['event', 'data'],
  };
}

export const ApiStreamOf = (
  schema: ReturnType<typeof eventStreamOf>,
  examples: readonly (readonly [when: string, frame: Frame])[],
): MethodDecorator =>
  ApiOkResponse({
    description:
      'The stream. A temporary failure is also a 200, with a `goodbye` frame, because any other status ' +
      'stops an EventSource for good.',
    content: {
      'text/event-stream': { schema, example: examples.map(([, frame]) => frame.toString()).join('') },
    },
  });

export const ApiHeartbeat = (): MethodDecorator =>
  ApiQuery({
    name: 'heartbeat',
    description: 'Seconds between heartbeats.',
    required: false,
    schema: { type: 'integer', ...HEARTBEAT, default: 30 },
  });

export const ApiToken = (): MethodDecorator =>
  ApiQuery({
    name: 'token',
    description:
      'With `MEMBER_AUTH=token`: the token, for clients that cannot send an `Authorization` header, such as ' +
      'an EventSource.',
    required: false,
    type: String,
  });
