import { InvalidSettings } from './read-settings.js';
import type { Settings } from './settings.js';

/** Where traces go, and which. */
export interface TracingConfig {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** A trace that begins elsewhere is kept if it is kept there. */
  readonly parentBased: boolean;
  /** The share of the traces that begin here (of all, if not {@link parentBased}), from 0 to 1. */
  readonly ratio: number;
}

/** `null` = off. The names and their meaning are OpenTelemetry's (SDK environment variables). */
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
