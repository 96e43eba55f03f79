import { mkdtemp, rm } from 'node:fs/promises';
import type { NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../support/until.js';
import { Child } from './child.js';
import type { Teardown } from './teardown.js';

/** Long, because services start slowly on a busy machine, and their start is not under test. */
const START_MS = 60_000;
const CLOCK_AHEAD = new URL('clock-ahead.mjs', import.meta.url).href;

/** A build of the service: its folder, and the name of its version in the history. */
export interface Build {
  readonly dist: string;
  readonly version: string;
}

/** A service process that can be restarted. Clients reach it over links, so its port may change. */
export class ServiceProcess {
  /** The output of its processes, for the report of a failing run. */
  readonly outputs: Child[] = [];
  /**
   * When the current process began to listen (`performance.now()`). Before that it may not have seen what is
   * in Redis; on a busy machine a start takes seconds.
   */
  listensSince = 0;
  private child: Child | undefined;
  private clockAheadMs = 0;
  private port: number | undefined;

  private constructor(
    private build: Build,
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(
    teardown: Teardown,
    build: Build,
    env: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess> {
    const service = new ServiceProcess(build, await mkdtemp(join(tmpdir(), 'kyukei-chaos-service-')), env);
    teardown.add(() => rm(service.folder, { recursive: true, force: true }));
    teardown.add(() => service.kill());
    await service.run();
    return service;
  }

  /** The address of the current process; `undefined` while none runs. */
  get address(): NetConnectOpts | undefined {
    return this.port === undefined ? undefined : { host: '127.0.0.1', port: this.port };
  }

  get version(): string {
    return this.build.version;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port ?? 0}`;
  }

  async run(): Promise<void> {
    const env = {
      ...{ PATH: process.env['PATH'], NO_COLOR: '1', PORT: '0', HOST: '127.0.0.1', ...this.env },
      CLOCK_AHEAD_MS: String(this.clockAheadMs),
    };
    const args = ['--import', CLOCK_AHEAD, join(this.build.dist, 'main.js')];
    const child = new Child(process.execPath, args, { cwd: this.folder, env, isTold: true });
    this.child = child;
    this.outputs.push(child);
    this.port = await until(
      'the service to listen',
      () => {
        if (!child.running) throw new Error(`the service exited: ${child.output}`);
        return Number(/listening on \S+:(\d+),/.exec(child.output)?.[1] ?? 0);
      },
      START_MS,
    );
    this.listensSince = performance.now();
  }

  /** Applies to later processes too. */
  async setClockAhead(ms: number): Promise<void> {
    this.clockAheadMs = ms;
    await this.child?.tell(ms);
  }

  /** Whether the service's store answers. */
  async ready(): Promise<boolean> {
    return (await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  }

  /** Ends the process and starts it again. Resolves to whether it was alive. */
  async restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<boolean> {
    const struck = this.child?.signal(signal) ?? false;
    await this.child?.ended();
    this.port = undefined;
    await this.run();
    return struck;
  }

  /**
   * Replaces the service by another version, as a deployment does. Resolves to whether the version changed.
   */
  async roll(build: Build): Promise<boolean> {
    if (this.build === build) return false;
    this.build = build;
    return this.restart('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.child?.kill();
    this.port = undefined;
  }
}
