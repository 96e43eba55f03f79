import cluster, { type Worker } from 'node:cluster';
import { Logger } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import type { WorkerMetrics } from '../metrics/worker-metrics.js';

/** Delay before a failed worker is replaced, in milliseconds. It doubles until a worker listens. */
const REPLACE_AFTER_MS = 100;
const REPLACE_AFTER_MAX_MS = 5_000;
/** Time after a worker's own grace time until it is killed, in milliseconds. */
const KILL_EXTRA_MS = 2_000;

/** Interval of the pings to each worker. */
const PING_EVERY_MS = 2_000;
/**
 * After this many unanswered pings in a row, a worker hangs. It is killed, so that its members come back to
 * another one. Pings are counted, not seconds: while the machine sleeps or is too busy for this process, none
 * is sent.
 */
const MAX_UNANSWERED = 5;

/**
 * Runs `WORKERS` processes that share one port, each a complete service with two Redis connections. The
 * parent process accepts connections and passes them on in turn (`node:cluster`), which spreads long streams
 * evenly.
 *
 *   fork ──listening──▶ serving ──exits by itself, or hangs for 10 s and is killed──▶ replaced
 *     └──exits before any has listened──▶ all stop: what is wrong is wrong for each (a taken port), and was printed
 *
 * A signal to stop goes to all workers. The parent exits after the last worker, with 0 if all ended cleanly.
 */
export class Workers {
  private readonly logger = new Logger(Workers.name);
  private readonly waiting = new Set<NodeJS.Timeout>();
  /** Number of unanswered pings of each worker that has listened. */
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
    // If the worker has just ended, `exit` reports it.
    worker.send(PING, () => undefined);
  }

  private ended(worker: Worker, code: number | null, signal: string | null): void {
    const { pid } = worker.process;
    const isHung = (this.unanswered.get(worker) ?? 0) >= MAX_UNANSWERED;
    this.unanswered.delete(worker);
    // `null` = ended by a signal, even if we sent it at the deadline: no clean end.
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

/** A ping to a worker, and its answer. */
const PING = { kyukei: 'ping' };

function isPing(message: unknown): boolean {
  return (message as Partial<typeof PING> | null)?.kyukei === PING.kyukei;
}

/** Runs in a worker: answers each ping while its event loop runs. */
export function answerPings(): void {
  process.on('message', (message) => {
    if (isPing(message)) process.send?.(PING, undefined, undefined, () => undefined);
  });
}
