import cluster, { type Worker } from 'node:cluster';
import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Registry,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client';

type Measured = MetricObjectWithValues<MetricValue<string>>[];

/** The question of the parent process to a worker, and the answer. */
interface ScrapeRequest {
  readonly kyukei: 'scrape';
  readonly scrape: number;
}
interface ScrapeAnswer {
  readonly kyukei: 'scraped';
  readonly scrape: number;
  readonly measured: Measured[];
}

/**
 * Timeout of a worker's answer. Prometheus waits 10 s by default, and a healthy worker needs about 20 ms. A
 * worker that hangs must not hold back the metrics of the others.
 */
const ANSWER_WITHIN_MS = 2_000;

/** Why a worker was replaced: it ended by itself, or it stopped answering. */
export const replacementCauses = ['ended', 'hung'] as const;

/**
 * Collects the metrics of all workers in the parent process, each under its label `worker`, and reports which
 * workers answered. prom-client's `clusterMetrics()` does not fit: if one worker hangs, it fails after 5 s.
 */
export class WorkerMetrics {
  private readonly registry = new Registry();
  private readonly up = new Gauge({
    name: 'kyukei_worker_up',
    help: '1 when the worker answered this scrape; 0 when it did not, and its metrics are missing.',
    labelNames: ['worker'],
    registers: [this.registry],
  });
  private readonly replaced = new Counter({
    name: 'kyukei_workers_replaced_total',
    help: 'Workers that were replaced.',
    labelNames: ['cause'],
    registers: [this.registry],
  });
  private scrapes = 0;

  constructor() {
    replacementCauses.forEach((cause) => this.replaced.inc({ cause }, 0));
  }

  countReplaced(cause: (typeof replacementCauses)[number]): void {
    this.replaced.inc({ cause });
  }

  /** All metrics. Waits at most {@link ANSWER_WITHIN_MS} for a worker. */
  async scrape(): Promise<string> {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const answers = await Promise.all(workers.map((worker) => ask(worker, ++this.scrapes)));
    this.up.reset();
    workers.forEach(({ id }, i) => this.up.set({ worker: String(id) }, answers[i] ? 1 : 0));
    const ours = (await this.registry.getMetricsAsJSON()) as Measured;
    const all = [...answers.flatMap((measured) => measured ?? []), ours];
    return AggregatorRegistry.aggregate(all).metrics();
  }
}

/** Asks one worker; `undefined` = it has ended, or does not answer in time. */
function ask(worker: Worker, scrape: number): Promise<Measured[] | undefined> {
  return new Promise((resolve) => {
    const settle = (measured?: Measured[]) => {
      clearTimeout(late);
      worker.off('message', hear).off('exit', end);
      resolve(measured);
    };
    const hear = (message: Partial<ScrapeAnswer>) => {
      if (message.kyukei === 'scraped' && message.scrape === scrape) settle(message.measured);
    };
    const end = () => settle();
    const late = setTimeout(end, ANSWER_WITHIN_MS);
    worker.on('message', hear).on('exit', end);
    // The worker has just ended.
    worker.send({ kyukei: 'scrape', scrape } satisfies ScrapeRequest, (error) => error && settle());
  });
}

/** Runs in a worker: answers {@link WorkerMetrics}. */
export function answerScrapes(registries: readonly Registry[]): void {
  process.on('message', (message: Partial<ScrapeRequest>) => {
    const { kyukei, scrape } = message;
    if (kyukei !== 'scrape' || scrape === undefined) return;
    void Promise.all(registries.map((registry) => registry.getMetricsAsJSON())).then((measured) => {
      // Without a channel, nobody waits for the answer.
      process.send?.({ kyukei: 'scraped', scrape, measured }, undefined, undefined, () => undefined);
    });
  });
}
