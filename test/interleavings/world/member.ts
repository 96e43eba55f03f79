import type { Frame } from '../../../src/events/frames/frame.js';
import { SPEAK_WITHIN_MS, type Listening } from '../rules/listening.js';
import { mix } from '../search/hash.js';
import type { Lane } from './lane.js';
import { openStream } from './open-stream.js';
import type { SimProcess } from './process.js';
import type { World } from './world.js';

/** Wait before a reconnect if the service asked for no other one. */
const RETRY_MS = 2_000;

interface OpenStream {
  readonly process: SimProcess;
  readonly openedAt: number;
  connectedAt?: number;
  close?: () => void;
}

/** A client with a stream: it keeps its cursor, and reconnects whenever the stream ends. */
export class SimMember {
  stream: OpenStream | undefined;
  readonly listening: Listening;
  private isLeaving = false;

  constructor(
    readonly name: string,
    private readonly lane: Lane,
    private readonly world: World,
    private goesTo: number,
    private cursor: string | undefined,
  ) {
    this.listening = world.listening(name);
  }

  get hash(): number {
    return mix(this.listening.hash, this.stream ? this.stream.process.index + 1 : 0);
  }

  /** Schedules the step that opens its stream. */
  come(): void {
    if (!this.isLeaving) this.add(`${this.name} opens`, () => this.open());
  }

  /** Schedules the step that closes its stream for good. */
  leave(): void {
    this.add(`${this.name} leaves`, () => {
      this.isLeaving = true;
      this.close();
    });
  }

  /** Schedules the step in which its network changes, and it resumes on another process. */
  move(to: number): void {
    this.add(`${this.name} moves to p${to}`, () => {
      this.goesTo = to;
      // Without a stream, it is reconnecting already.
      if (!this.stream) return;
      this.close();
      this.come();
    });
  }

  /** Its process died. */
  crashed(): void {
    this.ended(RETRY_MS);
  }

  get hasLeft(): boolean {
    return this.isLeaving;
  }

  /** Checks the rules that have a time limit. */
  checkTime(now: number): void {
    if (!this.stream) return;
    const { openedAt, connectedAt, process } = this.stream;
    if (connectedAt === undefined) {
      if (now > openedAt + SPEAK_WITHIN_MS) this.violate('silence', `nothing since it opened at ${openedAt}`);
    } else if (process.awaySince !== undefined && !this.listening.isDegraded) {
      const dueAt = Math.max(process.awaySince + SPEAK_WITHIN_MS, connectedAt);
      if (now > dueAt) this.violate('degraded', `the store is away since ${process.awaySince}, untold`);
    }
  }

  private close(): void {
    const { stream } = this;
    this.stream = undefined;
    stream?.process.note(this.hash);
    if (stream) this.world.time.owner = stream.process.index;
    stream?.close?.();
  }

  private open(): void {
    const process = this.world.processFor(this.goesTo);
    const stream: OpenStream = { process, openedAt: this.world.time.now };
    this.stream = stream;
    this.listening.opens(this.cursor);
    process.note(this.hash);
    this.world.time.owner = process.index;
    const asked = { cursor: this.cursor, clientId: this.name };
    stream.close = openStream(process, asked, (frame) => this.hear(stream, frame));
  }

  private hear(stream: OpenStream, frame: Frame): void {
    if (this.stream !== stream) return;
    this.world.tell(() => `  ${this.name} hears ${frame.toString().trim().replaceAll('\n', ' ')}`);
    if (frame.type === 'connected') stream.connectedAt = this.world.time.now;
    else if (stream.connectedAt === undefined && frame.type !== 'goodbye')
      this.violate('form', `${frame.type} comes before connected`);
    this.listening.hear(frame, stream.process.restoredAt);
    if (frame.id !== undefined) this.cursor = frame.id;
    if (frame.type !== 'goodbye') return;
    if (frame.data.includes('internal_error')) this.violate('error', 'goodbye with internal_error');
    this.ended(frame.retry ?? RETRY_MS);
  }

  private ended(retryMs: number): void {
    this.stream = undefined;
    this.world.later(retryMs, () => this.come());
  }

  private add(what: string, run: () => void): void {
    this.lane.items.push({ hash: mix(this.hash, what.length), what, run });
  }

  private violate(rule: string, what: string): void {
    this.world.violate(rule, `${this.name}: ${what}`);
  }
}
