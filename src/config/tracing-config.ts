import { InvalidSettings } from './read-settings.js';
import type { Settings } from './settings.js';

/** The destination of traces, and which ones are kept. */
export interface TracingConfig {
  /** URL of the collector, without `/v1/traces`. */
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Whether the caller decides about a trace that began elsewhere. */
  readonly parentBased: boolean;
  /** Fraction of traces to keep, 0 to 1: of those that begin here, or of all if not {@link parentBased}. */
  readonly ratio: number;
}

/** `null` = off. OpenTelemetry defines the names of the variables and their meaning. */
export function tracingConfig(settings: Settings): TracingConfig | null {
  const { OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio } = settings;
  if (ratio !== undefined && !sampler.endsWith('traceidratio'))
    throw new InvalidSettings([
      `OTEL_TRACES_SAMPLER_ARG is set but OTEL_TRACES_SAMPLER is ${sampler}: set it to a …traceidratio, or remove it`,
    ]);
  if (!settings.OTEL_EXPORTER_OTLP_ENDPOINT) return null;
  return {
    endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: settings.OTEL_SERVICE_NAME,
    parentBased: sampler.startsWith('parentbased_'),
    ratio: sampler.endsWith('always_off') ? 0 : (ratio ?? 1),
  };
}
