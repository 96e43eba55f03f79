import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Frame } from '../src/events/frame.js';
import { problems } from '../src/problems/problem.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** What the documents quote is what is tested: word for word, but for the indentation. */
describe.each(['README.md', 'README.ja.md'])('%s', (file) => {
  it('quotes the stories as they are', () => {
    const flat = (text: string): string => text.replaceAll(/^ +/gm, '');
    const stories = flat(read('test/stories.spec.ts'));
    const quotes = [...read(file).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, quote = '']) => flat(quote));
    expect(quotes).toHaveLength(2);
    for (const quote of quotes) expect(stories).toContain(quote);
  });
});

describe('docs/protocol.md', () => {
  const cleanup = new Cleanup();

  it('shows calls that work', async () => {
    const { url } = await startApp(cleanup);
    const calls = [...read('docs/protocol.md').matchAll(/```http\n([A-Z]+) (\S+)\n(.*)\n```/g)];
    expect(calls.map(([, , path]) => path?.split('/').at(-1))).toEqual(['ack', 'break-requests', 'schedule']);
    const meeting = `${url}/api/meetings/abc-defg-hij`;
    for (const [, method, path = '', body = null] of calls) {
      // An answer needs a break; whoever asks for one has none.
      await fetch(`${meeting}/${path.endsWith('ack') ? 'rest' : 'start'}`, { method: 'POST' });
      const { status } = await fetch(`${url}${path}`, { method: method ?? '', body });
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it('explains every frame, every problem and every route', () => {
    const text = read('docs/protocol.md');
    const rows = new Set([...text.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name));
    expect([...Frame.types, ...Object.keys(problems)].filter((name) => !rows.has(name))).toEqual([]);
    const paths = ['rest/ack', 'roster', 'break-requests', 'schedule', 'snooze', 'skip', 'history', 'events'];
    expect(paths.filter((path) => !text.includes(path))).toEqual([]);
  });
});
