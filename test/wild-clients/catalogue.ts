import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A client, and the command that runs it. */
export interface WildClient {
  readonly name: string;
  readonly command: (url: string) => readonly [program: string, ...args: string[]];
}

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = place('.venv/bin/python');
const GO = place('.go-client');

/** Limits that no server can change, by the name of the client: it does not reconnect, or not always. */
export const LIMITS: Readonly<Record<string, string>> = {
  'sseclient (Python)': 'dies of a refused connection',
  'sseclient-py (Python)': 'ends with the response',
  'httpx-sse (Python)': 'gives up after 5 s of silence, and ends with the response',
  'httpx-sse, timeout=None (Python)': 'ends with the response',
  'aiohttp-sse-client2 (Python)': 'raises when a response is cut',
  'curl -N': 'ends with the response',
  'sse.js (Chromium, other origin)': 'reconnects with `autoReconnect: true` only',
  'EventSource (Firefox, other origin)': 'is CLOSED by one refused connection',
};

const family = (suffix: string, program: string, args: readonly string[]): WildClient[] => {
  const names = JSON.parse(execFileSync(program, [...args], { encoding: 'utf8' })) as string[];
  return names.map((name) => ({
    name: `${name}${suffix}`,
    command: (url: string) => [program, ...args, name, url] as const,
  }));
};

/** All clients that this machine can run. */
export function wildClients(): readonly WildClient[] {
  return [
    ...family(' (Node)', process.execPath, [place('clients/node.mjs')]),
    ...(existsSync(place('.venv/installed'))
      ? family(' (Python)', PYTHON, [place('clients/python.py')])
      : []),
    ...(existsSync(GO) ? family(' (Go)', GO, []) : []),
    {
      name: 'curl -N',
      command: (url) => ['sh', '-c', CURL, place('clients/curl.mjs'), url],
    },
  ];
}

const CURL = `curl -sN "$1" | "${process.execPath}" "$0"`;
