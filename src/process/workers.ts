import cluster, { type Worker } from 'node:cluster';
import { Logger } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import type { WorkerMetrics } from '../metrics/worker-metrics.js';

/** A worker that fails is replaced after this long, doubled each time until one has listened. */
const REPLACE_AFTER_MS = 100;
const REPLACE_AFTER_MAX_MS = 5_000;
/** What a worker may take beyond its own grace before it is killed. */
const KILL_EXTRA_MS = 2_000;

/** How often a worker is asked whether it is there. */
const PING_EVERY_MS = 2_000;
/**
 * A worker that left so many unanswered, one after the other, hangs: it is killed, so that its members come back to another one.
 * Questions are counted, not seconds: while the machine sleeps, or has no time for this process either, none is asked.
 */
const MAX_UNANSWERED = 5;

/**
 * `WORKERS` processes that share one port, each whole in itself: streams, its own two connections to Redis. This one serves
 * nobody; it accepts connections and hands them round (`node:cluster`), which spreads long streams evenly.
 *
 *   fork ──listening──▶ serving ──exits by itself, or hangs for 10 s and is killed──▶ replaced
 *     └──exits before any has listened──▶ all stop: what is wrong is wrong for each (a taken port), and was printed
 *
 * A signal to stop goes to all; this process exits when the last has, with 0 if each ended cleanly.
 */
export class Workers {
  private readonly logger = new Logger(Workers.name);
  private readonly waiting = new Set<NodeJS.Timeout>();
  /** Of each worker that has listened: the questions it has not answered. */
  private readonly unanswered = new Map<Worker, number>();
  private stopping = false;
  private anyListened = false;
  private failures = 0;

  constructor(
    private readonly config: Pick<AppConfig, 'workers' | 'shutdownGraceSeconds'>,
    private readonly metrics: WorkerMetrics,
  ) {}

  start(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.stop());
    process.on('SIGUSR2', () => this.each((worker) => worker.process.kill('SIGUSR2')));
    cluster.on('listening', (worker) => {
      const { pid } = worker.process;
      this.unanswered.set(worker, 0);
      this.logger.log(`worker ${pid} listens`);
      this.anyListened = true;
      this.failures = 0;
    });
    cluster.on('exit', (worker, code, signal) => this.ended(worker, code, signal));
    cluster.on('message', (worker, message: unknown) => {
      if (isPing(message)) this.unanswered.set(worker, 0);
    });
    setInterval(
      () => this.unanswered.forEach((count, worker) => this.ping(worker, count)),
      PING_EVERY_MS,
    ).unref();
    for (let i = 0; i < this.config.workers; i++) cluster.fork();
  }

  private ping(worker: Worker, unanswered: number): void {
    if (this.stopping) return;
    if (unanswered >= MAX_UNANSWERED) {
      const seconds = (MAX_UNANSWERED * PING_EVERY_MS) / 1000;
      this.logger.error(`worker ${worker.process.pid} has not answered for ${seconds} s; it is killed`);
      worker.process.kill('SIGKILL');
      return;
    }
    this.unanswered.set(worker, unanswered + 1);
    // One that has just ended is told of by `exit`.
    worker.send(PING, () => undefined);
  }

  private ended(worker: Worker, code: number | null, signal: string | null): void {
    const { pid } = worker.process;
    const isHung = (this.unanswered.get(worker) ?? 0) >= MAX_UNANSWERED;
    this.unanswered.delete(worker);
    // `null` = by a signal; one we sent at the deadline is no clean end either.
    if (this.stopping || !this.anyListened) {
      if (code !== 0) process.exitCode = 1;
      this.stop();
      return;
    }
    this.metrics.countReplaced(isHung ? 'hung' : 'ended');
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

/** The question whether a worker is there, and its answer. */
const PING = { kyukei: 'ping' };

function isPing(message: unknown): boolean {
  return (message as Partial<typeof PING> | null)?.kyukei === PING.kyukei;
}

/** In a worker: answers each question, for as long as its event loop turns. */
export function answerPings(): void {
  process.on('message', (message) => {
    if (isPing(message)) process.send?.(PING, undefined, undefined, () => undefined);
  });
}
