import { notStarted } from '../../domain/meeting.js';
import { isRevision, START } from '../../domain/revision.js';
import type { ResyncCause } from '../../domain/resync.js';
import { mayLack } from '../../stores/meeting-store.js';
import { StoreUnavailable } from '../../stores/store-unavailable.js';
import { FrameBatch } from '../frames/frame-batch.js';
import { Frame } from '../frames/frame.js';
import { planThrough, splitAtDataLoss, type Position, type Step } from './catch-up.js';
import type { LiveMeeting } from './live-meeting.js';
import type { MeetingFrames } from './meeting-frames.js';
import type { MembersWatch } from './members-watch.js';
import type { Stream } from './stream.js';
import type { StreamRequest } from './stream-request.js';
import { TurnQueue } from './turn-queue.js';

/**
 * Connects a stream to its meeting at the client's cursor: sends `connected`, the missed notices and `state`,
 * then all live frames. Leaders have a `watch`, whose frames about the members they also get; their order
 * does not matter, since each of them is complete.
 *
 * No notice may be lost between the replay and the live frames, and none may come twice. So a buffer joins
 * the meeting first; then the log is read up to the position at which the buffer joined; then the stream
 * takes the buffer's place:
 *
 *   buffer joins at `upTo` ──▶ read the log (cursor, upTo] ──▶ connected · missed · state · buffered ──▶ live
 *
 * When the log cannot continue from the cursor (trimmed, lost, of another meeting, garbage), the stream
 * starts at `upTo` with a `state` that says `resync`: the client is told, with neither an error nor a silent
 * gap.
 */
export async function attach(
  stream: Stream,
  meeting: LiveMeeting,
  { cursor }: Pick<StreamRequest, 'cursor'>,
  retryMs: number,
  watch?: MembersWatch,
): Promise<void> {
  const hasLeft = () => stream.closed;
  await meeting.opened;
  // The client's last process may have been ahead of this one, or may have noticed a loss. Clients that
  // resume at once share this check. It goes on while the store fails; a stream that ends meanwhile is let go.
  if (cursor !== undefined) {
    // Each stream that waits costs memory until the log can be read, which may be never.
    if (meeting.isStuck) throw new StoreUnavailable('the log of the meeting cannot be read');
    await Promise.race([meeting.check(), ended(stream)]);
  }
  if (hasLeft()) return;

  const buffered: Frame[] = [];
  const isLeader = watch !== undefined;
  const leaveBuffer = meeting.join({ send: ({ frames }) => buffered.push(...frames) }, isLeader);
  try {
    const wasDegraded = meeting.frames.isDegraded;
    const { from, frames: shared } = await arrival(cursor, meeting.position, meeting);
    const frames = isLeader ? shared.map(({ forLeaders }) => forLeaders) : shared;
    // Large replays take turns with other work of the process; meanwhile live frames wait in the buffer.
    if (new FrameBatch(frames).isLong) await largeReplays.next();
    if (hasLeft()) return;

    // All in one turn of the event loop, so that no frame comes in between. Joining first flushes the
    // meeting's waiting frames to the buffer.
    stream.onEnd(meeting.join(stream, isLeader));
    const connected = Frame.connected(meeting.id, from, retryMs);
    // A client that gets `restored` later must have got `degraded` before.
    const degraded = wasDegraded ? [Frame.degraded(meeting.frames.now())] : [];
    stream.send(new FrameBatch([connected, ...frames, ...degraded, ...(watch?.now() ?? []), ...buffered]));
    if (watch) stream.onEnd(watch.join(stream));
  } finally {
    leaveBuffer();
  }
}

const ended = (stream: Stream) => new Promise<void>((resolve) => stream.onEnd(resolve));

const largeReplays = new TurnQueue();

/**
 * The cursor that a stream starts from, and its frames before it is live. A resync that replaces all missed
 * notices has no `from`: a client that was cut off between `connected` and `state` would resume from there
 * and never learn of the loss.
 */
async function arrival(cursor: StreamRequest['cursor'], upTo: Position, meeting: LiveMeeting) {
  const state = (resync: boolean) => meeting.frames.stateAt(upTo, resync);
  if (cursor === undefined) return { from: upTo.revision, frames: [state(false)] };
  const resync = (cause: ResyncCause) => {
    meeting.frames.countResync(cause, 1);
    return { from: undefined, frames: [state(true)] };
  };
  if (!isRevision(cursor)) return resync('cursor');
  const mayBeLost = mayLack(cursor, upTo);
  if (mayBeLost && cursor !== START) return resync('store');
  const missed = await meeting.entriesBetween(cursor, upTo);
  if (missed === undefined) return resync('log');
  // A client whose cursor is before the first notice also gets the entries after a loss, because it may not
  // know `resync`.
  const beginning = { ...upTo, meeting: notStarted(meeting.id), revision: START };
  const steps = mayBeLost ? splitAtDataLoss(beginning, missed, upTo) : planThrough(missed, upTo);
  const frames = steps.flatMap((step) => framesOf(step, meeting.frames));
  const last = steps.at(-1);
  return { from: cursor, frames: last && 'state' in last ? frames : [...frames, state(false)] };
}

function framesOf(step: Step, frames: MeetingFrames): Frame[] {
  if ('state' in step) {
    if (step.resync) frames.countResync(step.resync, 1);
    return [frames.stateAt(step.state, step.resync !== undefined)];
  }
  frames.countReplay();
  return [frames.of(step.entry)];
}
