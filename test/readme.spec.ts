import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { EventSource } from 'eventsource';
import { Frame } from '../src/events/frames/frame.js';
import type * as refusal from '../src/domain/refusal.js';
import { post } from './support/api.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { built } from './support/outside-jest.js';
import { until } from './support/until.js';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const documents = readdirSync(new URL('../', import.meta.url), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /^(?!.*(?:node_modules|\.venv|\.cache)|dist|bench\/results).*\.md$/.test(path),
);

describe('docs/stories.md', () => {
  it('quotes the stories word for word, apart from indentation', () => {
    const flat = (text: string): string => text.replaceAll(/^ +/gm, '');
    const stories = flat(read('test/stories.spec.ts'));
    const quotes = [...read('docs/stories.md').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, quote = '']) =>
      flat(quote),
    );
    expect(quotes).toHaveLength(2);
    for (const quote of quotes) expect(stories).toContain(quote);
  });
});

/** `METHOD /path` of each operation in the API document. */
async function operationsOf(url: string): Promise<string[]> {
  const { paths } = (await (await fetch(`${url}/docs-json`)).json()) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** `METHOD /path` of each call in a document. `…` stands for the address of a meeting. */
function callsIn(text: string): string[] {
  const calls = text.matchAll(/\b(GET|POST|PUT|DELETE) ([/…][^\s`?]*)/g);
  return [...calls].map(([, method = '', path = '']) => {
    const whole = path.replace('…', '/api/meetings/{meeting_id}').replace('abc-defg-hij', '{meeting_id}');
    return `${method} ${whole}`;
  });
}

describe.each(['docs/routes.md', 'docs/protocol.md'])('%s', (file) => {
  const cleanup = new Cleanup();
  /** Served, but no part of the API document. */
  const undocumented = ['GET /docs', 'GET /docs-json', 'GET /metrics'];

  it('names the method and the path of every operation, and no other', async () => {
    const { url } = await startApp(cleanup);
    const operations = await operationsOf(url);
    const named = new Set(callsIn(read(file)).filter((call) => !undocumented.includes(call)));
    expect([...named].sort()).toEqual(operations.sort());
  });
});

describe.each(['README.md', 'README.ja.md'])('%s', (file) => {
  const cleanup = new Cleanup();

  it('names six routes as docs/routes.md does', () => {
    const named = calls(file);
    expect(named).toHaveLength(6);
    expect(named.filter((call) => !calls('docs/routes.md').includes(call))).toEqual([]);
  });

  it('shows a break, and its end, in six lines of EventSource', async () => {
    const { url } = await startApp(cleanup);
    const meeting = `${url}/api/meetings/abc-defg-hij`;
    const [, lines = ''] = /```js\n([^]*?)```/.exec(read(file)) ?? [];
    expect(lines.trim().split('\n')).toHaveLength(6);
    const body = { textContent: '' };
    const early = follow(lines, url, body);
    await post(`${meeting}/rest`, { message: 'Coffee!', duration_seconds: 600 });
    await until('the page to show the break', () => body.textContent === 'Coffee!');
    const late = { textContent: '' };
    const joined = follow(lines, url, late);
    await until('a page that was opened late to show it', () => late.textContent === 'Coffee!');
    await post(`${meeting}/resume`);
    await until('both to show its end', () =>
      [body, late].every(({ textContent }) => /^No break$|^休憩中では/.test(textContent)),
    );
    for (const stream of [early, joined]) stream.close();
  });
});

/** The first cells of the tables of calls in a document. */
function calls(file: string): string[] {
  return [...read(file).matchAll(/^\| (`[^|]*`) \|/gm)].map(([, call = '']) => call);
}

/** Runs the code that a document shows, as a page would. */
function follow(lines: string, url: string, body: object): EventSource {
  const page = { EventSource, JSON, document: { body } };
  return runInNewContext(`${lines.replace('http://localhost:8000', url)}; stream`, page) as EventSource;
}

describe('the documents', () => {
  it.each(documents)('have working links in %s', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)\s]+)\)|<img src="([^"]+)"/g)];
    const broken = targets.map(([, link, image]) => link ?? image ?? '').filter((to) => !exists(file, to));
    expect(broken).toEqual([]);
  });
});

/** `to` = a path relative to the document, a heading in it, or both. Headings have GitHub's names. */
function exists(file: string, to: string): boolean {
  const place = new URL(to, new URL(`../${file}`, import.meta.url));
  const heading = decodeURIComponent(place.hash.slice(1));
  place.hash = '';
  if (!existsSync(place)) return false;
  if (heading === '') return true;
  const headings = [...readFileSync(place, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
  return headings.includes(heading);
}

describe('docs/architecture.md', () => {
  it('describes every folder of src/', () => {
    const names = readdirSync(new URL('../src/', import.meta.url), { withFileTypes: true });
    const rows = new Set(
      [...read('docs/architecture.md').matchAll(/^ {2}([\w./-]+) {2,}/gm)].map(([, name]) => name),
    );
    const missing = names.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    expect(missing.filter((name) => !rows.has(name))).toEqual([]);
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
      // An answer needs a break; a request for a break needs none.
      await fetch(`${meeting}/${path.endsWith('ack') ? 'rest' : 'start'}`, { method: 'POST' });
      const { status } = await fetch(`${url}${path}`, { method: method ?? '', body });
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it('describes every frame and every problem', async () => {
    const text = read('docs/protocol.md');
    const rows = new Set([...text.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name));
    // Loads all modules, because each declares its own kinds of problem.
    await built('app.module.js');
    const { problemTypes } = await built<typeof refusal>('domain/refusal.js');
    expect(
      [...Frame.types, ...problemTypes().map(({ code }) => code)].filter((name) => !rows.has(name)),
    ).toEqual([]);
  });
});
