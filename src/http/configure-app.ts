import type { NestExpressApplication } from '@nestjs/platform-express';
import { guardConnections, refuseTwoHosts } from './connections.js';
import { secureHeaders, strictTransport } from './headers.js';
import { refuseOtherOrigins } from './refuse-origins.js';
import { takePathOff } from './base-path.js';
import { requestLog } from './request-log.js';
import { AppConfig } from '../config/app-config.js';
import { originPattern } from '../config/origins.js';
import { serveDocs } from '../docs/serve-docs.js';
import { Metrics } from '../metrics/metrics.js';
import { nameEncoding, readJson } from './json-body.js';
import { NotFoundPage } from '../files/not-found-page.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { RequestPipe } from '../problems/request-pipe.js';
import { traceCommands } from '../tracing/spans.js';

/** Maximum size of a request body in bytes, after decompression. */
const BODY_LIMIT = 16 * 1024;

/**
 * Headers that scripts of other origins may read. One string: the CORS library would build an array into one
 * at each request.
 */
const EXPOSED_HEADERS = [
  'ETag',
  'Retry-After',
  'X-Request-Id',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
].join(',');

/** Options of `NestFactory.create`. The body parser is ours, see {@link configureApp}. */
export const appOptions = { bodyParser: false } as const;

/** Sets up everything between HTTP and the modules. `main.ts` and the tests both call it. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  const config = app.get(AppConfig);
  const { publicUrl, publicPath, corsOrigins, corsCredentials, trustProxy, tracing, consoleEnabled } = config;
  guardConnections(app);
  app.disable('x-powered-by');
  // Express would hash every answer, even those of commands. Answers worth caching have an ETag of their own.
  app.disable('etag');
  app.set('trust proxy', trustProxy);
  if (tracing) app.use(traceCommands);
  app.use(requestLog());
  if (publicPath) app.use(takePathOff(publicPath));
  app.use(secureHeaders);
  if (trustProxy !== false) app.use(strictTransport);
  app.use(refuseTwoHosts);
  app.enableCors({
    origin: corsOrigins === '*' ? '*' : corsOrigins.map(originPattern),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    // Without `allowedHeaders`, the preflight allows whatever headers the page asks for.
    exposedHeaders: EXPOSED_HEADERS,
    credentials: corsCredentials,
    maxAge: 86_400,
  });
  if (corsOrigins !== '*') app.use(refuseOtherOrigins(corsOrigins, publicUrl));
  // GET and DELETE bodies have no defined meaning (RFC 9110 §9.3.1), so they are not read.
  const takesBody = ({ method }: { method?: string }) => method === 'POST' || method === 'PUT';
  app.use(nameEncoding);
  app.useBodyParser('raw', { limit: BODY_LIMIT, type: takesBody });
  app.use(readJson);
  app.useGlobalPipes(new RequestPipe());
  const page = consoleEnabled ? app.get(NotFoundPage, { strict: false }) : undefined;
  app.useGlobalFilters(new ProblemFilter(app.get(Metrics), page));
  serveDocs(app);
  return app;
}
