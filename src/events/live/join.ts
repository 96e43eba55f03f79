import { Subscription, type Subscriber } from 'rxjs';
import { mayLack } from '../../stores/meeting-store.js';
import { notStarted } from '../../domain/meeting.js';
import { isReadable } from '../../domain/log-entry.js';
import { isRevision, START } from '../../domain/revision.js';
import { Frame } from '../frames/frame.js';
import type { LiveMeeting } from './live-meeting.js';
import type { MembersWatch } from './members-watch.js';
import { Pace } from './pace.js';
import { stepsAcrossLoss, stepsThrough, type Position, type ResyncCause, type Step } from './position.js';
import { retryMs } from '../frames/retry.js';
import type { Visitor } from './visitor.js';

/**
 * Sends a stream its meeting, from where the client was: `connected`, the notices it missed, `state`, then everything live. With a
 * `watch` (for leaders) also what it sees of the members, which needs no order: each frame says all there is to say.
 *
 * Nothing may fall between the last replayed notice and the first live one, and nothing may come twice. So the stream takes
 * its place first (live frames wait from then on), then reads the log up to that place, and then lets the waiting ones go:
 *
 *   take place at `upTo`, buffer live ──▶ read the log (cursor, upTo] ──▶ connected · missed · state ──▶ flush ──▶ live
 *
 * A cursor that the log cannot continue from (trimmed, lost, of another meeting, garbage) starts at `upTo` with a `state` that
 * says `resync`: told, never an error and never a silent gap.
 */
export async function join(
  stream: Subscriber<Frame>,
  meeting: LiveMeeting,
  cursor: Visitor['cursor'],
  watch?: MembersWatch,
): Promise<void> {
  const hasLeft = () => stream.closed;
  await meeting.opened;
  // The client may come from a process that is ahead of this one, or that has noticed a loss. All that resume at once share
  // the reading.
  if (cursor !== undefined) await meeting.check();
  if (hasLeft()) return;

  const waiting: Frame[] = [];
  const place = new Subscription(meeting.join({ next: (frame) => waiting.push(frame) }));
  stream.add(place);
  const wasDegraded = meeting.isDegraded;
  const { from, frames } = await arrival(cursor, meeting.position, meeting);
  // Large replays take turns with everything else that the process does; live frames go on waiting meanwhile.
  if (Frame.joined(frames).isLong) await pace.turn();
  if (hasLeft()) return;

  // In one turn, so nothing comes in between. Whoever joins hears what is put from then on; the rest is in `waiting` by then.
  stream.add(meeting.join(stream));
  place.unsubscribe();
  const connected = Frame.connected(meeting.id, from, retryMs());
  // Who hears `restored` later has heard why.
  const degraded = wasDegraded ? [Frame.degraded(meeting.now())] : [];
  stream.next(Frame.joined([connected, ...frames, ...degraded, ...(watch?.now() ?? []), ...waiting]));
  if (watch) stream.add(watch.join(stream));
}

const pace = new Pace();

/**
 * Where a stream starts from, and what it gets before it is live. There is no `from` before a resync that takes the place of everything
 * missed: cut off between the two, the client would come back from there and never be told.
 */
async function arrival(cursor: Visitor['cursor'], upTo: Position, meeting: LiveMeeting) {
  const state = (resync: boolean) => meeting.stateAt(upTo, resync);
  if (cursor === undefined) return { from: upTo.revision, frames: [state(false)] };
  const lost = (cause: ResyncCause) => {
    meeting.countResync(cause, 1);
    return { from: undefined, frames: [state(true)] };
  };
  if (!isRevision(cursor)) return lost('cursor');
  const mayBeLost = mayLack(cursor, upTo);
  if (mayBeLost && cursor !== START) return lost('store');
  const missed = await meeting.entriesBetween(cursor, upTo);
  if (missed === undefined) return lost('log');
  // Who was here before the first notice gets what came after a loss nevertheless: its client may know nothing of resyncs.
  const beginning = { ...upTo, meeting: notStarted(meeting.id), revision: START };
  const steps = mayBeLost ? stepsAcrossLoss(beginning, missed, upTo) : stepsThrough(missed, upTo);
  const frames = steps.flatMap((step) => framesOf(step, meeting));
  const last = steps.at(-1);
  return { from: cursor, frames: last && 'state' in last ? frames : [...frames, state(false)] };
}

function framesOf(step: Step, meeting: LiveMeeting): Frame[] {
  if ('state' in step) {
    if (step.resync) meeting.countResync(step.resync, 1);
    return [meeting.stateAt(step.state, step.resync !== undefined)];
  }
  if (!isReadable(step.entry)) return [];
  meeting.metrics.noticesReplayed.inc();
  return [meeting.frameOf(step.entry)];
}
