import { randomUUID } from 'node:crypto';
import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Logger } from '@nestjs/common';
import type { TracingConfig } from '../config/tracing-config.js';
import { version } from '../config/version.js';

/** Timeout of an export. A collector that does not answer must not delay the end of the process. */
const EXPORT_WITHIN_MS = 3_000;

/**
 * Starts tracing for the whole process. This file is imported only if tracing is on: the SDK is 2 MB of code,
 * and `AsyncLocalStorage`, which follows a command through its promises, slows down every promise of the
 * process.
 */
export function startTracing({
  endpoint,
  headers,
  serviceName,
  parentBased,
  ratio,
}: TracingConfig): TracerProvider {
  const logger = new Logger('Tracing');
  const warn = (message: string) => logger.warn(message);
  const quiet = () => undefined;
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  setGlobalErrorHandler((error) => warn(error instanceof Error ? error.message : JSON.stringify(error)));
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.href.replace(/\/$/, '')}/v1/traces`,
    headers: { ...headers },
    timeoutMillis: EXPORT_WITHIN_MS,
  });
  const root = new TraceIdRatioBasedSampler(ratio);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.version': version,
      'service.instance.id': randomUUID(),
    }),
    sampler: parentBased ? new ParentBasedSampler({ root }) : root,
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return provider;
}
