import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as appConfig from '../../src/config/app-config.js';
import type * as bridge from '../../src/events/bridge.js';
import type * as liveMeeting from '../../src/events/live-meeting.js';
import type * as noticeFeed from '../../src/events/notice-feed.js';
import type * as streams from '../../src/events/streams.js';
import type * as clock from '../../src/clock/clock.js';
import type * as meetingStore from '../../src/meetings/meeting-store.js';
import type * as meetingsService from '../../src/meetings/meetings.service.js';
import type * as snapshot from '../../src/meetings/snapshot.js';
import type * as meeting from '../../src/meetings/rules/meeting.js';
import type * as decide from '../../src/meetings/rules/decide.js';
import type * as due from '../../src/meetings/rules/due.js';
import type * as evolve from '../../src/meetings/rules/evolve.js';
import type * as members from '../../src/meetings/rules/members.js';
import type * as memberStore from '../../src/members/member-store.js';
import type * as metrics from '../../src/metrics/metrics.js';
import type * as memoryLimit from '../../src/access/memory-limit.js';

/** A class, as dependency injection knows it. */
export type Type<T = unknown> = abstract new (...args: never[]) => T;

/** The compiled code under test: what the explorer names of it. Everything else comes by dependency injection. */
export type Shipped = Awaited<ReturnType<typeof load>>;

export async function load(dist: string) {
  const module = async <T>(path: string) => (await import(pathToFileURL(join(dist, path)).href)) as T;
  return {
    dist,
    module,
    ...(await module<typeof appConfig>('config/app-config.js')),
    ...(await module<typeof bridge>('events/bridge.js')),
    ...(await module<typeof liveMeeting>('events/live-meeting.js')),
    ...(await module<typeof noticeFeed>('events/notice-feed.js')),
    ...(await module<typeof streams>('events/streams.js')),
    ...(await module<typeof clock>('clock/clock.js')),
    ...(await module<typeof meetingStore>('meetings/meeting-store.js')),
    ...(await module<typeof meetingsService>('meetings/meetings.service.js')),
    ...(await module<typeof snapshot>('meetings/snapshot.js')),
    ...(await module<typeof meeting>('meetings/rules/meeting.js')),
    ...(await module<typeof decide>('meetings/rules/decide.js')),
    ...(await module<typeof due>('meetings/rules/due.js')),
    ...(await module<typeof evolve>('meetings/rules/evolve.js')),
    ...(await module<typeof members>('meetings/rules/members.js')),
    ...(await module<typeof memberStore>('members/member-store.js')),
    ...(await module<typeof metrics>('metrics/metrics.js')),
    ...(await module<typeof memoryLimit>('access/memory-limit.js')),
  };
}

/** The objects of one process of the service, made as Nest makes them: by the types that the compiler noted of constructors. */
export class Graph {
  private readonly made = new Map<unknown, unknown>();

  provide(type: Type, made: unknown): this {
    this.made.set(type, made);
    return this;
  }

  get<T>(type: Type<T>): T {
    if (!this.made.has(type)) this.made.set(type, this.make(type));
    return this.made.get(type) as T;
  }

  private make(type: Type): unknown {
    const needs = (Reflect.getMetadata('design:paramtypes', type) ?? []) as (Type | undefined)[];
    const args = needs.map((need, i) => {
      if (typeof need === 'function' && need.prototype !== undefined) return this.get(need);
      throw new Error(`the explorer cannot make parameter ${i} of ${type.name}: provide it in process.ts`);
    });
    return Reflect.construct(type as never, args);
  }
}
