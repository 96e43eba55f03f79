import type { Observable } from 'rxjs';
import type { Frame } from '../../../src/events/frames/frame.js';
import { RecordingStream } from '../../support/recording-stream.js';
import type { SimProcess } from './process.js';
import { MEETING_ID } from './sim-store.js';

interface Asked {
  readonly cursor: string | undefined;
  readonly clientId: string;
}

/** Opens a stream in builds before 0.3. */
interface EarlierStreams {
  open(id: string, asked: Partial<Asked>): Observable<{ readonly parts: readonly Frame[] }>;
}

/** Opens a member's stream at a process. Returns a function by which its client closes it. */
export function openStream(
  { streams, hasRegistry }: SimProcess,
  { cursor, clientId }: Asked,
  hear: (frame: Frame) => void,
): () => void {
  if (!hasRegistry) {
    const asked = cursor === undefined ? { clientId } : { cursor, clientId };
    const frames = (streams as unknown as EarlierStreams).open(MEETING_ID, asked);
    const subscription = frames.subscribe(({ parts }) => parts.forEach(hear));
    return () => subscription.unsubscribe();
  }
  const stream = new RecordingStream(hear);
  const request = { meetingId: MEETING_ID, role: 'member', cursor, clientId, isUndecided: false } as const;
  streams.open({ ...request, address: () => clientId }, stream);
  return () => stream.leave();
}
