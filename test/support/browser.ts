import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Cleanup } from './cleanup.js';
import { library } from './outside-jest.js';

const { chromium } = await library<typeof import('playwright-core')>('playwright-core');

/** No network traffic of the browser's own, so that a test sees only what it caused. */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium of the test's own, headless. */
export async function launchBrowser(cleanup: Cleanup): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] || fromPath('chromium'),
    // Chromium refuses to run as root with its sandbox; Playwright then passes --no-sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ARGS,
  });
  cleanup.add(() => browser.close());
  return browser;
}

function fromPath(command: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  throw new Error(`no ${command} on PATH: install it, or set CHROMIUM to the browser's executable`);
}
