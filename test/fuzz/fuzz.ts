import fc from 'fast-check';
import { ApiDocument } from './api-document.js';
import { Judge } from './judge.js';
import { requests, type FuzzRequest } from './requests.js';
import { Sender } from './send.js';

/** Concurrent requests; few, because the service gives its Redis 800 ms also where other tests run beside it. */
const AT_ONCE = 4;

export interface FuzzReport {
  /** Number of answers by status. */
  readonly statuses: Record<string, number>;
  /** Each complaint once per route, with the first request that caused it. */
  readonly complaints: string[];
}

/** Sends `count` requests to the routes of a running service. The same seed gives the same requests. */
export async function fuzz(
  url: string,
  count: number,
  seed: number,
  credentials: fc.Arbitrary<Record<string, string>> = fc.constant({}),
): Promise<FuzzReport> {
  const document = await ApiDocument.of(url);
  const [judge, sender] = [new Judge(document), new Sender(url)];
  const waiting = fc.sample(requests(document, credentials), { numRuns: count, seed });
  const statuses: Record<string, number> = {};
  const complaints = new Map<string, string>();
  const work = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const answer = await sender.send(one);
      const status = typeof answer === 'string' ? 'none' : answer.status;
      statuses[status] = (statuses[status] ?? 0) + 1;
      const complaint = judge.complaint(one, answer);
      if (complaint === undefined) continue;
      const what = `${one.method} ${one.operation.path} ${complaint}`;
      if (!complaints.has(what)) complaints.set(what, `${what}\n  after ${shown(one)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  sender.close();
  return { statuses, complaints: [...complaints.values()] };
}

function shown({ method, path, headers, body }: FuzzRequest): string {
  return JSON.stringify({ method, path, headers, body: body?.toString('latin1').slice(0, 300) });
}
