import type { NetConnectOpts } from 'node:net';
import { until } from '../../support/until.js';
import type { CommandHistory } from '../history.js';
import type { Plan } from '../plan/plan.js';
import { Random } from '../plan/random.js';
import { Link } from './link.js';
import { ChaosMember } from './member.js';
import { RedisProcess } from './redis.js';
import { ServiceProcess } from './service.js';
import type { Teardown } from './teardown.js';

/** Long: a busy machine is not what is tested. */
const GET_READY_MS = 60_000;

/**
 * Redis, services, members and leaders of one run, and the links between them:
 *
 *   member ──own link──▶ any service (another one at each connection)
 *   leaders ──a link per service──▶ service ──own link──▶ Redis (whichever is the master)
 */
export class World {
  readonly commands: CommandHistory[] = [];
  private readonly begun = performance.now();

  private constructor(
    readonly teardown: Teardown,
    public redis: RedisProcess,
    readonly services: ServiceProcess[],
    readonly redisLinks: Link[],
    readonly leaderLinks: Link[],
    readonly memberLinks: Link[],
    readonly members: ChaosMember[],
  ) {}

  static async build(teardown: Teardown, plan: Plan, dist: string): Promise<World> {
    const world = new World(teardown, await RedisProcess.start(teardown), [], [], [], [], []);
    await Promise.all(Array.from({ length: plan.services }, (_, i) => world.addService(i, plan, dist)));
    await until('the services to be ready', () => world.ready(), GET_READY_MS);
    await Promise.all(plan.members.map((meeting, i) => world.addMember(i, meeting, plan.seed)));
    await until(
      'the members to be connected',
      () => world.members.every(({ connected }) => connected),
      GET_READY_MS,
    );
    return world;
  }

  readonly now = (): number => Math.round(performance.now() - this.begun);

  async ready(): Promise<boolean> {
    return (await Promise.all(this.services.map((service) => service.ready()))).every(Boolean);
  }

  private async addService(index: number, plan: Plan, dist: string): Promise<void> {
    const { teardown } = this;
    const toRedis = await Link.open(teardown, () => this.redis.address);
    const service = await ServiceProcess.start(teardown, dist, {
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: String(toRedis.port),
      LOG_MAX_NOTICES: String(plan.logMaxNotices),
      LOG_LEVEL: 'debug',
      SHUTDOWN_GRACE_SECONDS: '2',
    });
    this.services[index] = service;
    this.redisLinks[index] = toRedis;
    this.leaderLinks[index] = await Link.open(teardown, () => service.address);
  }

  private async addMember(index: number, meeting: string, seed: number): Promise<void> {
    const random = new Random(seed * 100 + index);
    const anyService = (): NetConnectOpts | undefined => random.pick(this.services).address;
    const link = await Link.open(this.teardown, anyService);
    this.memberLinks[index] = link;
    this.members[index] = new ChaosMember(this.teardown, `member ${index}`, meeting, link.url, this.now);
  }
}
