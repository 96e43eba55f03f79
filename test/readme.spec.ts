import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Frame } from '../src/events/frames/frame.js';
import { problemTypes } from '../src/domain/refusal.js';
import { startApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const documents = readdirSync(new URL('../', import.meta.url), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /^(?!.*node_modules|dist|bench\/results).*\.md$/.test(path),
);

/** What the documents quote is what is tested: word for word, but for the indentation. */
describe.each(['README.md', 'README.ja.md'])('%s', (file) => {
  const cleanup = new Cleanup();

  it('quotes the stories as they are', () => {
    const flat = (text: string): string => text.replaceAll(/^ +/gm, '');
    const stories = flat(read('test/stories.spec.ts'));
    const quotes = [...read(file).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, quote = '']) => flat(quote));
    expect(quotes).toHaveLength(2);
    for (const quote of quotes) expect(stories).toContain(quote);
  });

  it('has every route', async () => {
    const { url } = await startApp(cleanup);
    const { paths } = (await (await fetch(`${url}/docs-json`)).json()) as { paths: object };
    const tails = Object.keys(paths).map((path) => path.replace('/api/meetings/{meeting_id}', ''));
    const table = read(file)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .join('\n');
    expect(tails.length).toBeGreaterThan(15);
    expect(tails.filter((tail) => !table.includes(tail))).toEqual([]);
  });
});

describe('the documents', () => {
  it.each(documents)('%s leads to what is there', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)\s]+)\)|<img src="([^"]+)"/g)];
    const broken = targets.map(([, link, image]) => link ?? image ?? '').filter((to) => !exists(file, to));
    expect(broken).toEqual([]);
  });
});

/** `to`: a path beside the document, a heading in it, or both. Headings have the names that GitHub gives them. */
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
  it('says where everything in src/ is', () => {
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
      // An answer needs a break; whoever asks for one has none.
      await fetch(`${meeting}/${path.endsWith('ack') ? 'rest' : 'start'}`, { method: 'POST' });
      const { status } = await fetch(`${url}${path}`, { method: method ?? '', body });
      expect([path, status]).toEqual([path, 200]);
    }
  });

  it('explains every frame, every problem and every route', () => {
    const text = read('docs/protocol.md');
    const rows = new Set([...text.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name));
    expect(
      [...Frame.types, ...problemTypes().map(({ code }) => code)].filter((name) => !rows.has(name)),
    ).toEqual([]);
    const paths = ['rest/ack', 'roster', 'break-requests', 'schedule', 'snooze', 'skip', 'history', 'events'];
    expect(paths.filter((path) => !text.includes(path))).toEqual([]);
  });
});
