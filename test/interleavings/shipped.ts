import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as appConfig from '../../src/config/app-config.js';
import type * as bridge from '../../src/events/live/bridge.js';
import type * as liveMeeting from '../../src/events/live/live-meeting.js';
import type * as noticeFeed from '../../src/stores/notice-feed.js';
import type * as streams from '../../src/events/stream/streams.js';
import type * as clock from '../../src/clock/clock.js';
import type * as meetingStore from '../../src/stores/meeting-store.js';
import type * as storeUnavailable from '../../src/stores/store-unavailable.js';
import type * as meetingsService from '../../src/meetings/meetings.service.js';
import type * as snapshot from '../../src/domain/snapshot.js';
import type * as meeting from '../../src/domain/meeting.js';
import type * as decide from '../../src/domain/decide.js';
import type * as due from '../../src/domain/due.js';
import type * as evolve from '../../src/domain/evolve.js';
import type * as members from '../../src/domain/members.js';
import type * as memberStore from '../../src/stores/member-store.js';
import type * as metrics from '../../src/metrics/metrics.js';
import type * as memoryLimit from '../../src/limits/memory-limit.js';

/** A class that dependency injection can create. */
export type Type<T = unknown> = abstract new (...args: never[]) => T;

/**
 * The parts of the compiled code under test that the explorer names. All other parts come by dependency
 * injection.
 */
export type Shipped = Awaited<ReturnType<typeof load>>;

export async function load(dist: string) {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const names = new Set(files.map((path) => basename(path)));
  /** Finds a module by its file name, because earlier releases have the same files in other folders. */
  const has = (name: string) => names.has(name);
  const module = async <T>(name: string) => {
    const path = files.find((file) => file === name || basename(file) === name);
    if (path === undefined) throw new Error(`${dist} has no module ${name}`);
    return (await import(pathToFileURL(join(dist, path)).href)) as T;
  };
  return {
    dist,
    module,
    has,
    ...(await module<typeof appConfig>('app-config.js')),
    ...(await module<typeof bridge>('bridge.js')),
    ...(await module<typeof liveMeeting>('live-meeting.js')),
    ...(await module<typeof noticeFeed>('notice-feed.js')),
    ...(await module<typeof streams>('streams.js')),
    ...(await module<typeof clock>('clock.js')),
    ...(await module<typeof meetingStore>('meeting-store.js')),
    ...(await module<typeof storeUnavailable>(
      has('store-unavailable.js') ? 'store-unavailable.js' : 'meeting-store.js',
    )),
    ...(await module<typeof meetingsService>('meetings.service.js')),
    ...(await module<typeof snapshot>('snapshot.js')),
    ...(await module<typeof meeting>('meeting.js')),
    ...(await module<typeof decide>('decide.js')),
    ...(await module<typeof due>('due.js')),
    ...(await module<typeof evolve>('evolve.js')),
    ...(await memberCounts(module)),
    ...(await module<typeof memberStore>('member-store.js')),
    ...(await module<typeof metrics>('metrics.js')),
    ...(await module<typeof memoryLimit>('memory-limit.js')),
  };
}

/** `noMemberCounts`, which releases up to 0.2.0 call `emptyTally`. */
async function memberCounts(module: <T>(name: string) => Promise<T>) {
  const found = await module<Partial<typeof members> & { emptyTally?: members.MemberCounts }>('members.js');
  const noMemberCounts = found.noMemberCounts ?? found.emptyTally;
  if (!noMemberCounts) throw new Error('this build has no name for no member counts that is known here');
  return { noMemberCounts };
}

/** Creates the objects of one process of the service as Nest does, by the constructors' type metadata. */
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
    const made: { onModuleInit?: () => void } = Reflect.construct(type as never, args);
    made.onModuleInit?.();
    return made;
  }
}
