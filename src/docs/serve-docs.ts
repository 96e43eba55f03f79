import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { version } from '../config/version.js';

/** Swagger UI at `/docs`, the OpenAPI document behind it at `/docs-json`. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, openApi(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Kyukei API',
    swaggerOptions: { displayRequestDuration: true, defaultModelsExpandDepth: -1 },
  });
}

function openApi(app: INestApplication): OpenAPIObject {
  const description = [
    'Meeting breaks: a leader calls one over REST, every member hears it at once over Server-Sent Events.',
    '',
    'Errors are `application/problem+json` (RFC 9457); `code` is stable.',
  ].join('\n');
  const config = new DocumentBuilder()
    .setTitle('Kyukei')
    .setDescription(description)
    .setVersion(version)
    .addTag('meetings', 'For leaders.')
    .addTag('schedule', 'Breaks that are planned.')
    .addTag('members', 'Who is here, who is back, who wants a break.')
    .addTag('events', 'The streams.')
    .addTag('health', 'For probes.')
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
}
