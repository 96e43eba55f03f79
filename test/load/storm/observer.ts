import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const MEETINGS = 10;
const CALL_EVERY_MS = 200;
const LOOK_EVERY_MS = 100;
/** Milliseconds per clock tick of /proc. */
const MS_PER_TICK = 10;

/** A running process of the service. */
export interface Target {
  readonly url: string;
  readonly pid: number;
}

/** The CPU use of a process, and its response times. */
export interface Observation {
  readonly cpu: { readonly mean: number; readonly worst: number };
  readonly slowestHealthMs: number;
  readonly commandsMs: readonly number[];
}

/** Measures one process: calls breaks in each meeting, requests /health/live, and reads its CPU time. */
export class Observer {
  /**
   * Number of calls in each meeting: breaks in the first half of the meetings, announcements in the others.
   */
  readonly calls = Array.from({ length: MEETINGS }, () => 0);

  /** Calls that were answered with 503 and repeated. */
  refused = 0;

  async start({ url }: Target): Promise<void> {
    for (let n = 0; n < MEETINGS; n++) await post(`${url}/api/meetings/storm-${n}/start`, {}, `start-${n}`);
  }

  /** Observes until `isOver`. */
  async during(target: Target, isOver: () => boolean): Promise<Observation> {
    const commandsMs: number[] = [];
    const shares: number[] = [];
    let slowestHealthMs = 0;
    let isDone = false;
    const [begun, before] = [performance.now(), cpuMs(target)];
    const repeat = async (everyMs: number, work: () => Promise<unknown> | undefined) => {
      for (let next = performance.now(); !isDone; next += everyMs) {
        await delay(Math.max(0, next - performance.now()));
        await work();
      }
    };
    let turn = 0;
    const working = [
      repeat(CALL_EVERY_MS, async () => commandsMs.push(await this.call(target, turn++ % MEETINGS))),
      repeat(LOOK_EVERY_MS, async () => {
        const asked = performance.now();
        await (await fetch(`${target.url}/health/live`)).text();
        slowestHealthMs = Math.max(slowestHealthMs, performance.now() - asked);
      }),
    ];
    let [since, used] = [begun, before];
    while (!isOver()) {
      await delay(1_000);
      const [now, cpu] = [performance.now(), cpuMs(target)];
      shares.push((cpu - used) / (now - since));
      [since, used] = [now, cpu];
    }
    const mean = (cpuMs(target) - before) / (performance.now() - begun);
    isDone = true;
    await Promise.all(working);
    commandsMs.sort((a, b) => a - b);
    return { cpu: { mean, worst: Math.max(...shares) }, slowestHealthMs, commandsMs };
  }

  private async call({ url }: Target, n: number): Promise<number> {
    const number = (this.calls[n] ?? 0) + 1;
    this.calls[n] = number;
    const route = n < MEETINGS / 2 ? 'rest' : 'announcements';
    const begun = performance.now();
    // Retries until the call succeeds, as leaders do.
    while (
      !(await post(`${url}/api/meetings/storm-${n}/${route}`, { message: String(number) }, `${n}-${number}`))
    )
      this.refused++;
    return performance.now() - begun;
  }
}

async function post(url: string, body: object, key: string): Promise<boolean> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
  const text = await answer.text();
  if (!answer.ok && answer.status !== 503) throw new Error(`${url}: ${answer.status} ${text}`);
  return answer.ok;
}

function cpuMs({ pid }: Target): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
