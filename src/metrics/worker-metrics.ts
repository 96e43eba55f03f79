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

/** What the process above the workers asks one of them, and its answer. */
export interface ScrapeRequest {
  readonly kyukei: 'scrape';
  readonly scrape: number;
}
export interface ScrapeAnswer {
  readonly kyukei: 'scraped';
  readonly scrape: number;
  readonly measured: Measured[];
}

/** A Prometheus waits 10 s by default, a healthy worker needs some 20 ms; one that hangs must not keep the others' metrics back. */
const ANSWER_WITHIN_MS = 2_000;

/** Why a worker was replaced: it ended by itself, or did not answer any more. */
export const replacementCauses = ['ended', 'hung'] as const;

/**
 * Metrics of all workers together, for the process above them: what each measures under its label `worker`, and which of them
 * answered. Not prom-client's `clusterMetrics()`: that answers all or, after 5 s, nothing.
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

  /** What Prometheus reads. Never waits longer than {@link ANSWER_WITHIN_MS} for a worker. */
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

/** `undefined` when it ends, or does not answer in time. */
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
    // One that ends cannot be asked any more.
    worker.send({ kyukei: 'scrape', scrape } satisfies ScrapeRequest, (error) => error && settle());
  });
}

/** In a worker: answers what {@link WorkerMetrics} asks. */
export function answerScrapes(registries: readonly Registry[]): void {
  process.on('message', (message: Partial<ScrapeRequest>) => {
    const { kyukei, scrape } = message;
    if (kyukei !== 'scrape' || scrape === undefined) return;
    void Promise.all(registries.map((registry) => registry.getMetricsAsJSON())).then((measured) => {
      // Without a channel nobody asks any more.
      process.send?.({ kyukei: 'scraped', scrape, measured }, undefined, undefined, () => undefined);
    });
  });
}
