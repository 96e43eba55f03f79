import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { version } from '../config/version.js';
import { noticeSchemas } from '../events/frames/notice-schemas.js';

/** The newest version that all generators of `npm run test:clients` read: openapi-generator 7 refuses 3.2. */
const OPENAPI_VERSION = '3.1.0';

/**
 * The folder of the document, relative to it (RFC 3986 §5.2): also right below a path that a proxy takes off
 * without telling the service.
 */
const HERE = '.';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const DESCRIPTION = [
  "Meeting breaks: a leader calls one over REST, and every member's screen shows it at once (Server-Sent Events).",
  '',
  'Errors are `application/problem+json` (RFC 9457); `code` is stable.',
].join('\n');

/** The OpenAPI document. Each operation's id is the name of its controller's method. */
export function openApi(app: INestApplication, publicUrl: string | undefined): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion(OPENAPI_VERSION)
    .setTitle('Kyukei')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(publicUrl ?? HERE)
    .addTag('meetings', 'For leaders.')
    .addTag('schedule', 'Breaks that are planned.')
    .addTag('members', 'Who is here, who is back, and who asks for a break.')
    .addTag('events', 'The streams.')
    .addTag('access', 'Keys and tokens.')
    .addTag('health', 'For probes.')
    .addTag('time', "The server's clock.")
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: "A leader's key (`LEADER_AUTH=key`)." },
      'key',
    )
    .addBearerAuth(
      {
        type: 'http',
        description:
          "The `leader_token` of a `start` (`LEADER_AUTH=claim`), a member's token, or a leader's key.",
      },
      'token',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...noticeSchemas() },
  };
  for (const operation of operationsOf(document)) operation.security ??= [];
  for (const schema of Object.values(document.components.schemas ?? {})) referPlainly(schema);
  return document;
}

/**
 * Nest wraps a reference that has a description in `allOf`: OpenAPI 3.1 needs none, and linters complain of
 * it.
 */
function referPlainly(schema: Schema): void {
  if ('$ref' in schema) return;
  for (const field of Object.values(schema.properties ?? {})) {
    if ('$ref' in field || field.allOf?.length !== 1) continue;
    Object.assign(field, field.allOf[0]);
    delete field.allOf;
  }
}

/** Every operation of the document. An operation without `security` is open to everybody. */
function operationsOf({ paths }: OpenAPIObject) {
  return Object.values(paths).flatMap(({ get, put, post, delete: remove }) =>
    [get, put, post, remove].filter((operation) => operation !== undefined),
  );
}
