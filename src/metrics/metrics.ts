import { Injectable } from '@nestjs/common';
import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. Around what a busy process takes (some ms), and up to where a caller is told "unavailable" (0.8 s). */
const COMMAND_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
/** Seconds. The upper ones are of notices that waited for a store to come back. */
const LAG_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds. A PING may take two; then the connection is given up. */
const PING_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/** Of Node and the process: one of each per process, however many apps are in it (in tests). Made when first scraped. */
let ofProcess: Registry | undefined;

function processRegistry(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** What all workers of this process measure, each under its label `worker`. For the process above them. */
export const scrapeWorkers = (): Promise<string> => new AggregatorRegistry().clusterMetrics();

/**
 * Everything that is counted and timed, by its name in Prometheus: the one place that knows both. Modules say what happened
 * (`inc`, `observe`), or give a number that is read when somebody scrapes ({@link Reading}). What each is for, and the alert
 * that uses it: docs/metrics.md.
 *
 * No label ever holds an id, or anything else that a client says: each has a closed set of values. Nothing is called once per
 * stream and notice: what thousands hear at once is counted at once.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  readonly build = this.gauge('kyukei_build_info', 'Always 1.', 'version', 'node', 'store');

  readonly streamsOpen = this.reading('kyukei_streams_open', 'Streams open now.');
  readonly streamsOpened = this.counter('kyukei_streams_opened_total', 'Streams that began.');
  readonly streamsClosed = this.counter('kyukei_streams_closed_total', 'Streams that ended.', {
    reason: [
      'client_left',
      'slow',
      'shutting_down',
      'store_unavailable',
      'internal_error',
      'overloaded',
      'expired',
    ],
  });
  readonly queuedBytes = this.reading(
    'kyukei_stream_queued_bytes',
    'Bytes that wait in this process for clients to read them, over all streams.',
  );
  readonly meetingsFollowed = this.reading('kyukei_meetings_followed', 'Meetings with local streams.');

  readonly noticesCommitted = this.counter('kyukei_notices_committed_total', 'Notices this process logged.', {
    event: [],
  });
  readonly noticesDelivered = this.counter(
    'kyukei_notices_delivered_total',
    'Live notices, times the streams they were written to.',
  );
  readonly noticesReplayed = this.counter(
    'kyukei_notices_replayed_total',
    'Notices written to streams that came back, of what they missed.',
  );
  readonly noticesRepaired = this.counter(
    'kyukei_notices_repaired_total',
    'Notices read from the log because their announcement did not come, or not in time.',
  );
  readonly resyncs = this.counter(
    'kyukei_resyncs_total',
    'Streams that were told to start over from the state, for the log does not continue from where they were.',
    { cause: ['store', 'log', 'cursor'] },
  );
  readonly deliveryLag = this.histogram(
    'kyukei_delivery_lag_seconds',
    'From the commit of a live notice, by the clock of the store, until it is written to the sockets here.',
    LAG_BUCKETS,
  );

  readonly commands = this.histogram(
    'kyukei_command_seconds',
    'From when a command was given until it was answered.',
    COMMAND_BUCKETS,
    'command',
    'outcome',
  );
  readonly problems = this.counter('kyukei_problems_total', 'Requests that were answered with a problem.', {
    code: ['internal_error'],
  });

  readonly bridgeConnected = this.reading(
    'kyukei_bridge_connected',
    '1 while announcements arrive and the store answers, 0 while they do not.',
  );
  readonly reconnects = this.counter(
    'kyukei_redis_reconnects_total',
    'Connections to Redis that were made anew.',
    { connection: ['commands', 'messages'] },
  );
  readonly ping = this.histogram(
    'kyukei_redis_ping_seconds',
    'Round trip of the PING on both connections, once a second.',
    PING_BUCKETS,
  );

  /** What Prometheus reads, in its text format. */
  async scrape(): Promise<string> {
    return `${await this.registry.metrics()}\n${await processRegistry().metrics()}`;
  }

  /**
   * Lets the process above this worker ask for all of it: scraped through the shared port, one would get now this worker's and
   * now that one's. With a label, so that one which is replaced does not take its counts from the others'.
   */
  shareAs(worker: number): void {
    const registries = [this.registry, processRegistry()];
    registries.forEach((registry) => registry.setDefaultLabels({ worker: String(worker) }));
    AggregatorRegistry.setRegistries(registries);
    // It is this that listens for the question.
    new AggregatorRegistry();
  }

  /** Label values that are named begin at 0: an alert would not see a series come into being as an increase. */
  private counter(name: string, help: string, labels: Record<string, string[]> = {}) {
    const counter = new Counter({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
    for (const [label, values] of Object.entries(labels))
      values.forEach((value) => counter.inc({ [label]: value }, 0));
    return counter;
  }

  private gauge(name: string, help: string, ...labelNames: string[]) {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string, buckets: number[], ...labelNames: string[]) {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }

  private reading(name: string, help: string): Reading {
    const reading: Reading = { read: () => 0 };
    const collect = function (this: Gauge) {
      this.set(Number(reading.read()));
    };
    new Gauge({ name, help, registers: [this.registry], collect });
    return reading;
  }
}

/** A number that is looked up when somebody scrapes. Its owner says how; it is 0 until then. */
export interface Reading {
  read: () => number | boolean;
}
