import { Injectable } from '@nestjs/common';
import { Instruments } from './instruments.js';

/** Buckets in seconds: from the time of a busy process (some ms) to the limit of a call (0.8 s). */
const COMMAND_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
/** Buckets in seconds. The upper ones are for notices that waited until the store was back. */
const LAG_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Buckets in seconds. The service closes the connection after 2 s. */
const PING_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/**
 * All metrics with their names in Prometheus. Other rooms call `inc` and `observe`, or set a `Reading` that
 * is read at each scrape. docs/metrics.md explains each metric and names the alert that uses it.
 *
 * Every label has a closed set of values; none holds an id or a client's text. No metric is updated once for
 * each stream and notice: a fan-out to thousands of streams is counted at once.
 */
@Injectable()
export class Metrics extends Instruments {
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
      'caught_up',
    ],
  });
  readonly reconnectSeconds = this.reading(
    'kyukei_reconnect_seconds',
    'Within so many seconds the streams of this process come back when it stops: the longest `retry` it tells.',
  );
  readonly queuedBytes = this.reading(
    'kyukei_stream_queued_bytes',
    'Bytes that wait in this process for clients to read them, over all streams.',
  );
  readonly meetingsFollowed = this.reading('kyukei_meetings_followed', 'Meetings with local streams.');

  readonly meetingsUnreadable = this.reading(
    'kyukei_meetings_unreadable',
    'Followed meetings whose log cannot be read though the store answers: their streams hear no breaks.',
  );

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
    { cause: ['store', 'log', 'cursor', 'damaged'] },
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
  readonly storeWritable = this.reading(
    'kyukei_store_writable',
    '1 while the store does what commands need, 0 while it cannot be reached or refuses to write.',
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
}
