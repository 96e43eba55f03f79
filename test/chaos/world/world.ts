import type { NetConnectOpts } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.js';
import type { CommandHistory, Injected, Outage } from '../history.js';
import type { Visit } from '../plan/faults.js';
import type { Plan, PlannedCommand } from '../plan/plan.js';
import type { PlannedBreak } from '../plan/planned-break.js';
import { Random } from '../plan/random.js';
import { ClusterStore } from './cluster-store.js';
import { send } from './leader.js';
import { Link } from './link.js';
import { ChaosMember } from './member.js';
import { ServiceProcess, type Build } from './service.js';
import { SingleRedis } from './single-redis.js';
import type { Store } from './store.js';
import { StreamTap } from './stream-tap.js';
import type { Teardown } from './teardown.js';

/** Long, because the speed of a busy machine is not under test. */
const GET_READY_MS = 60_000;

/** The builds in a run; without `lastRelease` all services are of HEAD. */
export interface Builds {
  readonly head: Build;
  readonly lastRelease?: Build;
}

/**
 * Redis, services, members and leaders of one run, and the links between them:
 *
 *   member ──own link──▶ any service (another one at each connection)
 *   leaders ──a link per service──▶ service ──own link──▶ Redis (whichever is the master)
 *                                   service ──a link per node──▶ the nodes of a Cluster
 */
export class World {
  readonly commands: CommandHistory[] = [];
  readonly injected: Injected[] = [];
  readonly outages: Outage[] = [];
  readonly services: ServiceProcess[] = [];
  readonly leaderLinks: Link[] = [];
  readonly memberLinks: Link[] = [];
  readonly members: ChaosMember[] = [];
  /** When the planned break is due, by the services' clock. */
  plannedAt = 0;
  private came = 0;
  private clockAheadMs = 0;
  private readonly begun = performance.now();

  private constructor(
    readonly teardown: Teardown,
    readonly plan: Plan,
    readonly builds: Builds,
    readonly store: Store,
  ) {}

  static async build(teardown: Teardown, plan: Plan, builds: Builds): Promise<World> {
    const store = await (plan.world === 'cluster' ? ClusterStore : SingleRedis).start(teardown);
    const world = new World(teardown, plan, builds, store);
    await Promise.all(Array.from({ length: plan.services }, (_, i) => world.addService(i)));
    await until('the services to be ready', () => world.ready(), GET_READY_MS);
    const { meeting: planned } = plan.plannedBreak;
    await world.addMembers(plan.members.filter((meeting) => meeting !== planned));
    await world.planBreak(plan.plannedBreak);
    await world.addMembers(plan.members.filter((meeting) => meeting === planned));
    return world;
  }

  readonly timeOf = (performanceNow: number): number => Math.round(performanceNow - this.begun);

  readonly now = (): number => this.timeOf(performance.now());

  /** The clock of the services. */
  readonly clock = (): number => Date.now() + this.clockAheadMs;

  get leaderUrls(): string[] {
    return this.leaderLinks.map(({ url }) => url);
  }

  get lastRelease(): Build {
    return this.builds.lastRelease ?? this.builds.head;
  }

  async ready(): Promise<boolean> {
    return (await Promise.all(this.services.map((service) => service.ready()))).every(Boolean);
  }

  /** Adds a member during a fault. */
  async visit(meeting: string, { after, resumes }: Visit): Promise<void> {
    await delay(after);
    const others = this.members.filter(({ history }) => history.meeting === meeting);
    const cursors = others.flatMap(({ cursor }) => cursor ?? []);
    await this.addMember(meeting, resumes ? cursors.at(-1) : undefined);
  }

  private async addService(index: number): Promise<void> {
    const { teardown, plan, builds } = this;
    const service = await ServiceProcess.start(teardown, index % 2 ? builds.head : this.lastRelease, {
      ...(await this.store.settingsFor(index)),
      LOG_MAX_NOTICES: String(plan.logMaxNotices),
      LOG_LEVEL: 'debug',
      SHUTDOWN_GRACE_SECONDS: '2',
    });
    this.services[index] = service;
    this.leaderLinks[index] = await Link.open(teardown, () => service.address);
  }

  private async addMembers(meetings: readonly string[]): Promise<void> {
    await Promise.all(meetings.map((meeting) => this.addMember(meeting)));
    await until(
      'the members to be connected',
      () => this.members.every(({ connected }) => connected),
      GET_READY_MS,
    );
  }

  /** Plans a break and sets the services' clocks to shortly before it. */
  private async planBreak({ meeting, call, inMs }: PlannedBreak): Promise<void> {
    const about = { at: 1, leader: 0, service: 0, meeting } as const;
    const start: PlannedCommand = { ...about, command: { type: 'start' }, key: `${meeting}-start` };
    const plan: PlannedCommand = { ...about, command: call, key: `${meeting}-plan` };
    await send(this, start, this.leaderUrls);
    const { status, answer } = await send(this, plan, this.leaderUrls);
    if (status !== 200) throw new Error(`the planned break was answered ${JSON.stringify(answer)}`);
    const dueAt = Date.parse(String(answer?.['next_rest_at']));
    this.clockAheadMs = dueAt - inMs - Date.now();
    this.plannedAt = this.now() + inMs;
    await Promise.all(this.services.map((service) => service.setClockAhead(this.clockAheadMs)));
  }

  private async addMember(meeting: string, cursor?: string): Promise<void> {
    const index = this.came++;
    const random = new Random(this.plan.seed * 100 + index);
    let service = random.pick(this.services);
    const anyService = (): NetConnectOpts | undefined => (service = random.pick(this.services)).address;
    const history = { name: `member ${index}`, meeting, cursor, happenings: [], streams: [] };
    const link = await Link.open(
      this.teardown,
      anyService,
      () => new StreamTap(history, service.version, this.now),
    );
    this.memberLinks.push(link);
    this.members.push(
      new ChaosMember(this.teardown, history, link.url, index % 3 ? '5' : undefined, this.now),
    );
  }
}
