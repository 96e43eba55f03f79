import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from '../support/cleanup.js';
import { Heard, type Line } from './heard.js';
import type { Participant } from './scenario.js';

/**
 * The browsers and their clients; at most six each, because a browser allows six HTTP/1.1 connections to a
 * host.
 */
const programs = {
  Chromium: {
    command: process.env['CHROMIUM'] ?? 'chromium',
    args: (profile: string) => [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${profile}`,
    ],
    clients: [
      'EventSource',
      'event-source-polyfill',
      '@microsoft/fetch-event-source',
      'sse.js',
      'sse.js, autoReconnect',
      'our SDK',
    ],
  },
  Firefox: {
    command: 'firefox-esr',
    args: (profile: string) => ['--headless', '--no-remote', '--profile', profile],
    clients: ['EventSource', '@microsoft/fetch-event-source', 'our SDK'],
  },
};
export type Browser = keyof typeof programs;
export const browsers = Object.keys(programs) as Browser[];

export const isHere = (browser: Browser): boolean =>
  spawnSync(programs[browser].command, ['--version']).status === 0;

const FILES = [
  ['/node_modules/', new URL('node_modules/', import.meta.url)],
  ['/sdk/', new URL('../../sdk/javascript/', import.meta.url)],
  ['/', new URL('page/', import.meta.url)],
] as const;

/**
 * The clients of a browser, all in one page of another origin than the service. The browser starts when the
 * last of them starts.
 */
export function inBrowser(cleanup: Pick<Cleanup, 'add'>, browser: Browser): readonly Participant[] {
  const { clients } = programs[browser];
  const heard = new Map<string, Heard>();
  const urls = new Map<string, string>();
  return clients.map((name) => ({
    name: `${name} (${browser}, other origin)`,
    start: (url) => {
      const one = new Heard();
      heard.set(name, one);
      urls.set(name, url);
      if (urls.size === clients.length)
        void open(cleanup, browser, urls, heard).catch((error: unknown) => {
          heard.forEach((each) => each.take({ over: String(error) }));
        });
      return one;
    },
  }));
}

async function open(
  cleanup: Pick<Cleanup, 'add'>,
  browser: Browser,
  urls: ReadonlyMap<string, string>,
  heard: ReadonlyMap<string, Heard>,
): Promise<void> {
  const run = {
    service: new URL([...urls.values()][0] ?? '').origin,
    clients: [...urls].map(([name, url]) => ({ name, url })),
  };
  const page = `<!doctype html><meta charset="utf-8"><script type="application/json" id="run">${JSON.stringify(run)}</script>
<script type="module" src="/clients.js"></script>`;
  const server = createServer((request, response) => {
    void (async () => {
      if (request.method === 'POST') {
        const said = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
          client: string;
          line: Line;
        };
        heard.get(said.client)?.take(said.line);
        response.writeHead(204).end();
      } else if (request.url === '/') response.setHeader('Content-Type', 'text/html').end(page);
      else
        await file(request.url ?? '').then(
          (bytes) => response.setHeader('Content-Type', 'text/javascript').end(bytes),
          () => response.writeHead(404).end(),
        );
    })();
  }).listen(0, '127.0.0.1');
  cleanup.add(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const profile = await mkdtemp(join(tmpdir(), 'kyukei-browser-'));
  const { command, args } = programs[browser];
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const child = spawn(command, [...args(profile), address], { stdio: 'ignore', detached: true });
  cleanup.add(async () => {
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(-child.pid, 'SIGKILL');
      await once(child, 'exit');
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
}

/** Adds `.js`, which libraries omit from their imports. */
async function file(path: string): Promise<Buffer> {
  const [prefix, folder] = FILES.find(([start]) => path.startsWith(start)) ?? FILES[2];
  const name = path.slice(prefix.length);
  return readFile(fileURLToPath(new URL(extname(name) ? name : `${name}.js`, folder)));
}
