import { loadavg } from 'node:os';
import type { Page } from 'puppeteer-core';
import { RedisServer, type Undo } from '../../support/redis-server.js';
import { Service, type Env } from '../../support/service.js';
import { until } from '../../support/until.js';
import { breaksOf, seenOn, type ExtensionBrowser, type Kind } from '../browsers.js';
import { newCode, World } from '../world.js';
import { Leader, type Called } from './leader.js';
import { isGood, verdictOn } from './verdict.js';

export const KINDS: readonly Kind[] = ['chromium', 'firefox'];

export const wait = (seconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, seconds * 1000));

/** A person with the extension, whose only tab shows the meeting. */
export interface Member {
  readonly kind: Kind;
  readonly browser: ExtensionBrowser;
  readonly page: Page;
}

export interface StageOptions {
  readonly env?: Env;
  readonly onRedis?: boolean;
  /** Headers of the leader's requests. */
  readonly headers?: Record<string, string>;
  /** The URL at which the extension reaches the service, instead of the link. */
  readonly server?: (world: World) => Promise<string>;
  /** What members must do before they may listen. */
  readonly enter?: (stage: Stage) => Promise<void>;
}

/** A meeting with a leader, and a member in each browser. */
export class Stage {
  private constructor(
    private readonly start: () => Promise<Service>,
    public service: Service,
    readonly world: World,
    readonly leader: Leader,
    readonly members: readonly Member[],
  ) {}

  static async open(undo: Undo, kinds: readonly Kind[], options: StageOptions = {}): Promise<Stage> {
    const redis = options.onRedis ? await RedisServer.start(undo) : undefined;
    const start = () => Service.start(undo, { ...redis?.env, ...options.env });
    const service = await start();
    const world = await World.start(undo, service);
    const leader = new Leader(world, newCode(), options.headers);
    const server = await options.server?.(world);
    const members: Member[] = [];
    for (const kind of kinds) {
      const browser = await world.browser(kind, server ? { server } : {});
      members.push({ kind, browser, page: await browser.open(leader.meeting) });
    }
    const stage = new Stage(start, service, world, leader, members);
    await options.enter?.(stage);
    return stage;
  }

  /** Restarts the service as an operator does: stops one process, then starts the next. */
  async restart(): Promise<void> {
    await this.service.stop('SIGTERM');
    this.service = await this.start();
    this.world.service = this.service;
  }

  /** Waits until the break is on every screen, or gives up. */
  async shown(called: Called, giveUpMs = 120_000): Promise<void> {
    const isOn = async ({ page }: Member) =>
      breaksOf(await seenOn(page)).some(({ restId }) => restId === called.restId);
    await Promise.all(
      this.members.map((member) => until('', () => isOn(member), giveUpMs).catch(() => undefined)),
    );
  }

  /** Waits until no screen shows a break. */
  async cleared(giveUpMs = 120_000): Promise<void> {
    const isClear = async ({ page }: Member) => {
      const last = (await seenOn(page)).at(-1);
      return last?.is === 'hidden' || ['over', 'meeting', 'none'].includes(last?.phase ?? '');
    };
    await Promise.all(
      this.members.map(({ kind, ...member }) =>
        until(`a screen without a break in ${kind}`, () => isClear({ kind, ...member }), giveUpMs),
      ),
    );
  }

  /** One row for each browser. */
  async verdicts(over?: number) {
    const { called } = this.leader;
    const during = called.find(({ message }) => message === 'during');
    return Promise.all(
      this.members.map(async ({ kind, page }) => {
        const seen = await seenOn(page);
        const verdict = verdictOn(seen, called);
        const first = breaksOf(seen).find(({ restId }) => restId === during?.restId);
        const inQuiet = verdictOn(
          seen,
          called.filter((one) => one !== during && one.due !== Infinity),
        ).delays;
        return {
          browser: kind,
          breaks: verdict.called,
          missed: verdict.missed,
          doubled: verdict.doubled,
          late: verdict.late,
          'in quiet, most (ms)': Math.max(...inQuiet),
          'called in the trouble: after the call (ms)': (first?.at ?? NaN) - (during?.at ?? NaN),
          'after the trouble (ms)': over === undefined ? undefined : (first?.at ?? NaN) - over,
          'countdown wrong by (s)': Number(verdict.wrongBy.toFixed(2)),
          load: Number((loadavg()[0] ?? 0).toFixed(1)),
          good: isGood(verdict),
        };
      }),
    );
  }
}
