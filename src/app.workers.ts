import cluster, { type Worker } from 'node:cluster';
import { Logger } from '@nestjs/common';
import type { AppConfig } from './config/app-config.js';

/** A worker that fails is replaced after this long, doubled each time until one has listened. */
const REPLACE_AFTER_MS = 100;
const REPLACE_AFTER_MAX_MS = 5_000;
/** What a worker may take beyond its own grace before it is killed. */
const KILL_EXTRA_MS = 2_000;

/**
 * `WORKERS` processes that share one port, each whole in itself: streams, its own two connections to Redis. This one serves
 * nobody; it accepts connections and hands them round (`node:cluster`), which spreads long streams evenly.
 *
 *   fork ──listening──▶ serving ──exits by itself──▶ replaced
 *     └──exits before any has listened──▶ all stop: what is wrong is wrong for each (a taken port), and was printed
 *
 * A signal to stop goes to all; this process exits when the last has, with 0 if each ended cleanly.
 */
export class Workers {
  private readonly logger = new Logger(Workers.name);
  private readonly waiting = new Set<NodeJS.Timeout>();
  private stopping = false;
  private anyListened = false;
  private failures = 0;

  constructor(private readonly config: Pick<AppConfig, 'workers' | 'shutdownGraceSeconds'>) {}

  start(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.stop());
    process.on('SIGUSR2', () => this.each((worker) => worker.process.kill('SIGUSR2')));
    cluster.on('listening', ({ process: { pid } }) => {
      this.logger.log(`worker ${pid} listens`);
      this.anyListened = true;
      this.failures = 0;
    });
    cluster.on('exit', (worker, code, signal) => this.ended(worker, code, signal));
    for (let i = 0; i < this.config.workers; i++) cluster.fork();
  }

  private ended({ process: { pid } }: Worker, code: number | null, signal: string | null): void {
    // `null` = by a signal; one we sent at the deadline is no clean end either.
    if (this.stopping || !this.anyListened) {
      if (code !== 0) process.exitCode = 1;
      this.stop();
      return;
    }
    const delay = Math.min(REPLACE_AFTER_MS * 2 ** this.failures++, REPLACE_AFTER_MAX_MS);
    this.logger.error(`worker ${pid} ended (${signal ?? `code ${code}`}); another starts in ${delay} ms`);
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      cluster.fork();
    }, delay);
    this.waiting.add(timer);
  }

  private stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.waiting.forEach(clearTimeout);
    this.each((worker) => worker.process.kill('SIGTERM'));
    const deadline = this.config.shutdownGraceSeconds * 1000 + KILL_EXTRA_MS;
    setTimeout(() => this.each((worker) => worker.process.kill('SIGKILL')), deadline).unref();
  }

  private each(tell: (worker: Worker) => void): void {
    Object.values(cluster.workers ?? {}).forEach((worker) => worker && tell(worker));
  }
}
