import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Cleanup } from '../../support/cleanup.js';
import { Service, type Env } from '../../support/service.js';

/** One of the two processes; it can be stopped, and started again on its port. */
export class Replica {
  private constructor(
    private readonly cleanup: Cleanup,
    private readonly env: Env,
    private service: Service,
  ) {}

  static async start(cleanup: Cleanup, settings: Env): Promise<Replica> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const env = { ...settings, PORT: String((probe.address() as AddressInfo).port) };
    probe.close();
    await once(probe, 'close');
    return new Replica(cleanup, env, await Service.startReady(cleanup, env));
  }

  get host(): string {
    return new URL(this.service.url).host;
  }

  get url(): string {
    return this.service.url;
  }

  get pid(): number {
    return this.service.process.pid ?? 0;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const code = await this.service.stop(signal);
    if (code !== 0 && signal === 'SIGTERM')
      throw new Error(`a process ended with ${String(code)}:\n${this.service.output}`);
  }

  async startAgain(): Promise<void> {
    this.service = await Service.startReady(this.cleanup, this.env);
  }
}
