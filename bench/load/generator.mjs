import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cProgram } from '../contestants/compile.mjs';
import { nextMessage } from '../measures/stage.mjs';
import { streamRequest } from './crowd.mjs';
import { restRequest } from './leader.mjs';

const { program, prepare } = cProgram('generator', new URL('generator.c', import.meta.url));

/** The reason why the load generator in C is not available, if any. */
export const lacksGenerator = prepare;

/**
 * Opens streams of one meeting and calls breaks, one after the other with a pause; resolves with the ms from
 * each POST until the last member has the break. A stream that ends, and a break that a member misses or
 * receives twice, are errors.
 */
export async function timesToLast(contestant, { port, streams, breaks, pauseMs }) {
  const request = streamRequest(contestant.stream('m'));
  const args = [port, streams, request, contestant.ready, pauseMs].map(String);
  const generator = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  generator.stderr.on('data', (text) => (complaint += text));
  // If the generator gives up, its exit status tells the reason.
  generator.stdin.on('error', () => undefined);
  const ended = once(generator, 'exit');
  for (let i = 0; i < breaks; i++) {
    const message = nextMessage();
    const post = restRequest(contestant, 'm', message);
    generator.stdin.write(`${message} ${Buffer.byteLength(post)}\n${post}`);
  }
  generator.stdin.end();
  const times = [];
  for await (const line of createInterface({ input: generator.stdout })) times.push(Number(line) / 1e6);
  await ended;
  if (times.length < breaks) throw new Error(`the load generator: ${complaint}`);
  return times;
}
