import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NotFoundException } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { PublicFile } from '../files/public-file.js';
import { sendFile } from '../files/send-file.js';
import { toJson } from '../json/to-json.js';
import { FORWARDED_PREFIX, forwardedPrefix } from './forwarded-prefix.js';
import { openApi } from './open-api.js';
import { swaggerInit, uiFile } from './swagger-init.js';

/** Allows what Swagger UI needs: its own files, "Try it out", its icons and inline styles. */
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

/** The files of Swagger UI that its page loads. */
const ASSETS = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'favicon-16x16.png',
  'favicon-32x32.png',
];

/** Paths below `/docs` that Nest serves. */
const PAGE = new Set(['/', '/index.html']);

/**
 * Serves Swagger UI at `/docs` and the OpenAPI document at `/docs-json`. Nest makes the page; its files and
 * the document are sent from memory. Nest itself would write the document again for each request, which
 * blocks the process for 3 ms, and read two megabytes of files into a buffer for each client that does not
 * read them.
 */
export function serveDocs(app: NestExpressApplication): void {
  const { publicUrl } = app.get(AppConfig);
  let made: Docs | undefined;
  const docs = () => (made ??= makeDocs(app, publicUrl));
  app.use('/docs', async (request: Request, response: Response, next: NextFunction) => {
    response.set('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    const asset = docs().assets.get(request.path);
    if (asset) await sendFile(request, response, asset, 'checked');
    else next(PAGE.has(request.path) ? undefined : new NotFoundException());
  });
  const express = app.getHttpAdapter().getInstance();
  express.get('/docs-json', (request, response) => {
    const prefix = forwardedPrefix(request);
    if (!prefix || publicUrl) return sendFile(request, response, docs().json, 'checked');
    return response
      .vary(FORWARDED_PREFIX)
      .type('json')
      .send(toJson({ ...docs().document, servers: [{ url: prefix }] }));
  });
  SwaggerModule.setup('docs', app, () => docs().document, {
    raw: false,
    customSiteTitle: 'Kyukei API',
    customCss: uiFile('docs.css'),
  });
}

interface Docs {
  readonly document: OpenAPIObject;
  readonly json: PublicFile;
  /** By path below `/docs`. */
  readonly assets: ReadonlyMap<string, PublicFile | undefined>;
}

/** On the first request, because it takes a tenth of the CPU of a start, and most processes are never asked. */
function makeDocs(app: NestExpressApplication, publicUrl: string | undefined): Docs {
  const document = openApi(app, publicUrl);
  const assets = new Map(ASSETS.map((name) => [`/${name}`, assetOf(name)]));
  assets.set('/swagger-ui-init.js', PublicFile.of('init.js', Buffer.from(swaggerInit(document))));
  const json = new PublicFile('application/json; charset=utf-8', Buffer.from(toJson(document)));
  return { document, json, assets };
}

/** Reads a file of the Swagger UI version that Nest's page is written for. */
function assetOf(name: string): PublicFile | undefined {
  const { resolve } = createRequire(import.meta.resolve('@nestjs/swagger'));
  return PublicFile.of(name, readFileSync(resolve(`swagger-ui-dist/${name}`)));
}
