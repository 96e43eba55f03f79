import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { answerScrapes } from './worker-metrics.js';

/**
 * Metrics of Node and the process: one registry for all apps of a process (tests have several). Made at the
 * first scrape.
 */
let ofProcess: Registry | undefined;

function processRegistry(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** A gauge that is read at each scrape. Its owner sets `read`; until then it is 0. */
export interface Reading {
  read: () => number | boolean;
}

/** The labels of a counter, each with its values. */
type Labels = Readonly<Record<string, readonly string[]>>;

/** A counter that takes no other values of its labels. */
interface TypedCounter<L extends Labels> {
  inc(labels: { readonly [K in keyof L]: L[K][number] }, by?: number): void;
}

/** A label that takes any value. The counter of `begin` begins at 0; others appear when they are counted. */
export function anyOf(...begin: readonly string[]): readonly string[] {
  return begin;
}

/** Creates counters, gauges and histograms, and renders all of them. */
export abstract class Instruments {
  private readonly registry = new Registry();

  /** All metrics in the text format of Prometheus. */
  async scrape(): Promise<string> {
    return `${await this.registry.metrics()}\n${await processRegistry().metrics()}`;
  }

  /**
   * Lets the parent process of this worker collect its metrics: a scrape of the shared port would reach a
   * random worker. The label keeps the counts of workers apart, so that a replaced one does not lower the
   * others'.
   */
  shareAs(worker: number): void {
    const registries = [this.registry, processRegistry()];
    registries.forEach((registry) => registry.setDefaultLabels({ worker: String(worker) }));
    answerScrapes(registries);
  }

  /**
   * Counters of the given label values begin at 0, because an alert does not see a new series as an increase.
   */
  protected counter(name: string, help: string): Counter;
  protected counter<const L extends Labels>(name: string, help: string, labels: L): TypedCounter<L>;
  protected counter(name: string, help: string, labels: Labels = {}) {
    const counter = new Counter({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
    for (const [label, values] of Object.entries(labels))
      values.forEach((value) => counter.inc({ [label]: value }, 0));
    return counter;
  }

  protected gauge(name: string, help: string, ...labelNames: string[]) {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  protected histogram(name: string, help: string, buckets: number[], ...labelNames: string[]) {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }

  protected reading(name: string, help: string): Reading {
    const reading: Reading = { read: () => 0 };
    const collect = function (this: Gauge) {
      this.set(Number(reading.read()));
    };
    new Gauge({ name, help, registers: [this.registry], collect });
    return reading;
  }
}
