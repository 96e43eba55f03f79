import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { version } from '../config/version.js';

/** What Swagger UI needs: its own files, "Try it out", its icons, and the styles that stand in the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Swagger UI at `/docs`, the OpenAPI document behind it at `/docs-json`. */
export function serveDocs(app: NestExpressApplication): void {
  app.use('/docs', (_: Request, response: Response, next: NextFunction) => {
    response.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    next();
  });
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
    .addTag('access', 'Keys and tokens.')
    .addTag('health', 'For probes.')
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
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
}
