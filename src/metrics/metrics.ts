import { Injectable } from '@nestjs/common';
import { streamEnds } from '../domain/goodbye.js';
import { resyncCauses } from '../domain/resync.js';
import { anyOf, Instruments } from './instruments.js';

/** Buckets in seconds: from the time of a busy process (some ms) to the limit of a call (0.8 s). */
const COMMAND_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
/** Buckets in seconds. The upper ones are for notices that waited until the store was back. */
const LAG_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Buckets in seconds. The service closes the connection after 2 s. */
const PING_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/**
 * All metrics with their names in Prometheus. Other folders call `inc` and `observe`, or set a `Reading` that
 * is read at each scrape. docs/metrics.md explains each metric and names the alert that uses it.
 *
 * Every label has a closed set of values; none holds an id or a client's text. No metric is updated once for
 * each stream and notice: a fan-out to thousands of streams is counted at once.
 */
@Injectable()
export class Metrics extends Instruments {
  readonly build = this.gauge('kyukei_build_info', 'Always 1.', 'version', 'node', 'store');

  readonly streamsOpen = this.reading('kyukei_streams_open', 'Streams open now.');
  readonly overviewsOpen = this.reading(
    'kyukei_overviews_open',
    'Open streams that are overviews, a part of kyukei_streams_open.',
  );
  readonly streamsOpened = this.counter('kyukei_streams_opened_total', 'Streams that were opened.');
  readonly streamsClosed = this.counter('kyukei_streams_closed_total', 'Streams that ended.', {
    reason: streamEnds,
  });
  readonly reconnectSeconds = this.reading(
    'kyukei_reconnect_seconds',
    'Seconds within which the clients of this process reconnect when it stops: the longest `retry` that it sends.',
  );
  readonly queuedBytes = this.reading(
    'kyukei_stream_queued_bytes',
    'Bytes that wait in this process for clients to read them, over all streams.',
  );
  readonly meetingsFollowed = this.reading('kyukei_meetings_followed', 'Meetings with local streams.');

  readonly meetingsUnreadable = this.reading(
    'kyukei_meetings_unreadable',
    'Followed meetings whose log cannot be read although the store answers: their streams get no breaks.',
  );

  readonly noticesCommitted = this.counter(
    'kyukei_notices_committed_total',
    'Notices that this process logged.',
    {
      event: anyOf(),
    },
  );
  readonly noticesDelivered = this.counter(
    'kyukei_notices_delivered_total',
    'Deliveries: each live notice times the number of its streams.',
  );
  readonly noticesReplayed = this.counter(
    'kyukei_notices_replayed_total',
    'Missed notices that were sent to resuming streams.',
  );
  readonly noticesRepaired = this.counter(
    'kyukei_notices_repaired_total',
    'Notices read from the log because their message was lost or late.',
  );
  readonly resyncs = this.counter(
    'kyukei_resyncs_total',
    'Streams that got `resync`, because the log does not continue from their cursor.',
    { cause: resyncCauses },
  );
  readonly deliveryLag = this.histogram(
    'kyukei_delivery_lag_seconds',
    "Seconds from the commit of a live notice, by the store's clock, until it is written to the sockets.",
    LAG_BUCKETS,
  );

  readonly commands = this.histogram(
    'kyukei_command_seconds',
    'Seconds until a command was answered.',
    COMMAND_BUCKETS,
    'command',
    'outcome',
  );
  readonly problems = this.counter('kyukei_problems_total', 'Requests that were answered with a problem.', {
    code: anyOf('internal_error'),
  });

  readonly bridgeConnected = this.reading(
    'kyukei_bridge_connected',
    '1 while messages of the store arrive and it answers commands, else 0.',
  );
  readonly storeWritable = this.reading(
    'kyukei_store_writable',
    '1 while the store accepts writes, 0 while it cannot be reached or refuses them.',
  );
  readonly reconnects = this.counter('kyukei_redis_reconnects_total', 'Reconnects to Redis.', {
    connection: ['commands', 'messages'],
  });
  readonly ping = this.histogram(
    'kyukei_redis_ping_seconds',
    'Round trip of the PING on both connections, once a second.',
    PING_BUCKETS,
  );
}
