import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Cleanup } from './cleanup.js';
import { library } from './outside-jest.js';

const { chromium } = await library<typeof import('playwright-core')>('playwright-core');

export type BrowserKind = 'shell' | 'full';

/** Disables the browser's own network traffic, so that a test sees only its own requests. */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a real, headless Chromium for the test. `shell` has no windows, profiles, notifications or wake
 * locks, and opens a page for a third of the CPU time. A machine without it has `full` in its place.
 */
export async function launchBrowser(cleanup: Cleanup, kind: BrowserKind = 'shell'): Promise<Browser> {
  const shell = kind === 'shell' ? onPath('chromium-headless-shell') : undefined;
  const executablePath = shell || process.env['CHROMIUM'] || onPath('chromium');
  if (!executablePath)
    throw new Error("no chromium on PATH: install it, or set CHROMIUM to the browser's executable");
  const browser = await chromium.launch({
    executablePath,
    // Chromium refuses to run as root with its sandbox; Playwright then passes --no-sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ARGS,
  });
  cleanup.add(() => browser.close());
  return browser;
}

function onPath(command: string): string | undefined {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, command));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
