import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { answerScrapes } from './worker-metrics.js';

/** Of Node and the process: one of each per process, however many apps are in it (in tests). Made when first scraped. */
let ofProcess: Registry | undefined;

function processRegistry(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** A number that is looked up when somebody scrapes. Its owner says how; it is 0 until then. */
export interface Reading {
  read: () => number | boolean;
}

/** Makes what counts and times, and reads all of it out. */
export abstract class Instruments {
  private readonly registry = new Registry();

  /** What Prometheus reads, in its text format. */
  async scrape(): Promise<string> {
    return `${await this.registry.metrics()}\n${await processRegistry().metrics()}`;
  }

  /**
   * Lets the process above this worker ask for all of it: scraped through the shared port, one would get now this worker's and
   * now that one's. With a label, so that one which is replaced does not take its counts from the others'.
   */
  shareAs(worker: number): void {
    const registries = [this.registry, processRegistry()];
    registries.forEach((registry) => registry.setDefaultLabels({ worker: String(worker) }));
    answerScrapes(registries);
  }

  /** Label values that are named begin at 0: an alert would not see a series come into being as an increase. */
  protected counter(name: string, help: string, labels: Record<string, string[]> = {}) {
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
