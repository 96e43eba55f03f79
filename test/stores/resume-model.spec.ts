import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filter } from 'rxjs';
import { loadConfig } from '../../src/config/app-config.js';
import { Bridge } from '../../src/events/live/bridge.js';
import type { Frame } from '../../src/events/frames/frame.js';
import type { NoticeFeed } from '../../src/stores/notice-feed.js';
import { Presence } from '../../src/events/live/presence.js';
import type { Command } from '../../src/domain/commands.js';
import { MeetingsService } from '../../src/meetings/meetings.service.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { START, type Revision } from '../../src/domain/revision.js';
import { Cleanup } from '../support/cleanup.js';
import { storeKinds, type StoreHarness } from '../support/store-harness.js';
import { RecordingStream } from '../support/recording-stream.js';
import { until } from '../support/until.js';

const LOG_MAX = 6;

/** The model: all ids ever logged, in order, and the number of messages still to be lost. */
interface Model {
  history: Revision[];
}

/** A stream from the client's point of view. */
interface Stream {
  /** The client's cursor: a revision, garbage, or none. */
  readonly asked: string | undefined;
  /** Whether the log could continue from the cursor when the stream opened. */
  readonly known: boolean;
  readonly frames: Frame[];
  readonly stream: RecordingStream;
}

class Real {
  readonly streams: Stream[] = [];
  readonly service: MeetingsService;
  readonly bridge: Bridge;
  private readonly presence: Presence;
  toLose = 0;

  constructor(
    readonly at: StoreHarness,
    readonly id: string,
  ) {
    this.service = new MeetingsService(at.store, at.clock, new Metrics(), loadConfig({}));
    const messages = at.feed.messages.pipe(filter(() => this.toLose === 0 || this.toLose-- === 0));
    const lossy: NoticeFeed = Object.create(at.feed, { messages: { value: messages } }) as NoticeFeed;
    this.presence = new Presence(at.members, at.clock, lossy);
    this.bridge = new Bridge(
      lossy,
      at.store,
      at.clock,
      this.service,
      this.presence,
      new Metrics(),
      loadConfig({}),
    );
    this.presence.onModuleInit();
    this.bridge.onModuleInit();
  }

  /**
   * Each stream has reached the store's state: each of its notices follows the one before, or a resync told
   * of a gap.
   */
  async check({ history }: Model): Promise<void> {
    const last = history.at(-1) ?? START;
    await until('every stream to be where the log is', () => {
      this.at.clock.pass(1000);
      return this.streams.every((stream) => walk(stream, history) === last);
    });
  }

  end(): void {
    this.bridge.onApplicationShutdown();
    this.presence.onApplicationShutdown();
    this.streams.forEach(({ stream }) => stream.leave());
  }
}

/** The client's position after a stream's frames; throws if a frame does not follow the one before. */
function walk({ frames, asked, known }: Stream, history: readonly Revision[]): Revision | undefined {
  const [connected, ...rest] = frames;
  if (!connected) return undefined;
  const states = rest
    .filter(({ type }) => type === 'state')
    .map(({ data }) => JSON.parse(data) as { resync: boolean });
  if (asked !== undefined && states[0]) expect(states[0].resync).toBe(!known);
  if (asked !== undefined) expect(connected.id).toBe(known ? asked : undefined);
  let position = connected.id ?? '';
  for (const { type, id, data } of rest) {
    const state = type === 'state' ? (JSON.parse(data) as { resync: boolean; cursor: Revision }) : undefined;
    if (state?.resync) position = state.cursor;
    if (state) expect(state.cursor).toBe(position);
    if (!id) continue;
    expect(id).toBe(history[history.indexOf(position) + 1]);
    position = id;
  }
  return states.length > 0 ? position : undefined;
}

class Call implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly command: Command) {}
  check = () => true;
  async run(model: Model, { service, id }: Real): Promise<void> {
    model.history.push(...(await service.execute(id, this.command)).map((logged) => logged.id));
  }
  toString = () => this.command.type;
}

class Join implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly from: 'new' | 'garbage' | number) {}
  check = () => true;
  async run({ history }: Model, { bridge, streams, id }: Real): Promise<void> {
    const back = typeof this.from === 'number' ? Math.max(history.length - 1 - this.from, 0) : 0;
    const asked =
      this.from === 'new' ? undefined : this.from === 'garbage' ? 'garbage' : (history[back] ?? START);
    // The log can continue from each of its entries, and from the one before its oldest.
    const known = asked !== 'garbage' && back >= history.length - 1 - LOG_MAX;
    const frames: Frame[] = [];
    const stream = new RecordingStream((frame) => frames.push(frame));
    const request = { meetingId: id, role: 'member', cursor: asked, isUndecided: false } as const;
    await bridge.attach(stream, { ...request, address: () => '' }, 2_000);
    streams.push({ asked, known, frames, stream });
    // The cursors from which the log can continue are known for this moment only.
    await until('the stream to have caught up', () => frames.some(({ type }) => type === 'state'));
  }
  toString = () => `join(${String(this.from)})`;
}

class Lose implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly count: number) {}
  check = () => true;
  run(_: Model, real: Real): Promise<void> {
    real.toLose = this.count;
    return Promise.resolve();
  }
  toString = () => `lose(${String(this.count)})`;
}

class Check implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  run = (model: Model, real: Real) => real.check(model);
  toString = () => 'check';
}

const commands = fc.commands(
  [
    fc
      .constantFrom<Command>({ type: 'start' }, { type: 'end' }, { type: 'rest', message: 'tea' })
      .map((one) => new Call(one)),
    fc.constantFrom<Command>({ type: 'rest', message: 'tea' }).map((one) => new Call(one)),
    fc.oneof(fc.constantFrom('new' as const, 'garbage' as const), fc.nat(12)).map((from) => new Join(from)),
    fc.integer({ min: 1, max: 10 }).map((count) => new Lose(count)),
    fc.constant(new Check()),
  ],
  { maxCommands: 40 },
);

describe.each(Object.entries(storeKinds))(
  'streams that open, resume and lose announcements, %s',
  (_, make) => {
    const cleanup = new Cleanup('after all tests');
    let at: StoreHarness;
    let runs = 0;

    beforeAll(async () => (at = await make(cleanup, { logMaxNotices: LOG_MAX })));

    it('get everything in order, once, or a resync', async () => {
      await fc.assert(
        fc.asyncProperty(commands, async (sequence) => {
          const model: Model = { history: [START] };
          const real = new Real(at, `run-${++runs}`);
          try {
            await fc.asyncModelRun(() => ({ model, real }), sequence);
            await real.check(model);
          } finally {
            real.end();
          }
        }),
        { numRuns: 60, endOnFailure: true },
      );
    }, 60_000);
  },
);
