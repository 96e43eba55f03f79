import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import type { Audience, MeetingOverview } from './meeting-overview.js';
import type { Receiver, Stream } from './stream.js';

/**
 * Sends a stream an overview of meetings: `connected`, the `state` of each, then a `state` for each change.
 * There is no cursor, since each `state` is complete: a client that reconnects starts anew.
 */
export async function attachOverview(
  stream: Stream,
  overviews: readonly MeetingOverview[],
  audience: Audience,
  retryMs: number,
  now: () => string,
): Promise<void> {
  await Promise.all(overviews.map(({ opened }) => opened));
  if (stream.closed) return;
  // All in one turn of the event loop, so that no frame comes in between.
  const lost = overviews.filter(({ isDegraded }) => isDegraded).length;
  const connected = Frame.overviewConnected(
    overviews.map(({ id }) => id),
    retryMs,
  );
  const states = overviews.map((overview) => overview.stateFor(audience));
  const degraded = lost > 0 ? [Frame.degraded(now())] : [];
  stream.send(new FrameBatch([connected, ...states, ...degraded]));
  const receiver = onceForAll(stream, lost);
  for (const overview of overviews) stream.onEnd(overview.join(audience, receiver));
}

/**
 * Passes on `degraded` when the first meeting loses the store, and `restored` when the last one has it back.
 * `lost` = the meetings that lack it already.
 */
function onceForAll(stream: Receiver, lost: number): Receiver {
  let away = lost;
  const isForStream = ({ type }: Frame) => {
    if (type === 'degraded') return ++away === 1;
    return type !== 'restored' || --away === 0;
  };
  return {
    send(batch) {
      const frames = batch.frames.filter(isForStream);
      if (frames.length === batch.frames.length) stream.send(batch);
      else if (frames.length > 0) stream.send(new FrameBatch(frames));
    },
  };
}
