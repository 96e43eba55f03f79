import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { MeetingId } from '../domain/meeting-id.js';
import { MemoryLimit } from './memory-limit.js';

/** A counter for each name; a name with a count of 0 is removed. */
class Counts {
  private readonly counts = new Map<string, number>();

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  add(name: string, by: 1 | -1): void {
    const count = this.of(name) + by;
    if (count > 0) this.counts.set(name, count);
    else this.counts.delete(name);
  }
}

/** Bounds the open streams of this process, of each meeting and of each address. */
@Injectable()
export class StreamLimits {
  private open = 0;
  private readonly meetings = new Counts();
  private readonly addresses = new Counts();

  constructor(
    private readonly config: AppConfig,
    private readonly memory: MemoryLimit,
  ) {}

  /**
   * Takes a place in the process, for the address, and in the meeting `id` unless the stream is of several.
   * Returns a function that frees it, to be called once; `undefined` = there is no place.
   */
  take(id: MeetingId | undefined, addressOf: () => string): (() => void) | undefined {
    const { streams, streamsPerMeeting, streamsPerAddress } = this.config.limits;
    const address = streamsPerAddress > 0 ? addressOf() : undefined;
    const isFull =
      !this.memory.hasRoomFor('streams') ||
      reached(this.open, streams) ||
      (id !== undefined && reached(this.meetings.of(id), streamsPerMeeting)) ||
      (address !== undefined && reached(this.addresses.of(address), streamsPerAddress));
    if (isFull) return undefined;
    this.count(id, address, 1);
    return () => this.count(id, address, -1);
  }

  private count(id: MeetingId | undefined, address: string | undefined, by: 1 | -1): void {
    this.open += by;
    if (id !== undefined) this.meetings.add(id, by);
    if (address !== undefined) this.addresses.add(address, by);
  }
}

function reached(count: number, limit: number): boolean {
  return limit > 0 && count >= limit;
}
