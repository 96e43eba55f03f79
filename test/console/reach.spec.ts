import { afterEach, describe, expect, it, jest } from '@jest/globals';
import jsqr from 'jsqr';
import { startApp, type App } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { ConsolePages, sees } from '../support/console-pages.js';
import { built } from '../support/outside-jest.js';
import { rawRequest } from '../support/raw-request.js';
import { IN_TERMINAL, Service, type Env } from '../support/service.js';
import { until } from '../support/until.js';

const lan = await built<typeof import('../../src/console/lan-addresses.js')>('console/lan-addresses.js');
const { terminalQr } =
  await built<typeof import('../../src/console/terminal-qr.js')>('console/terminal-qr.js');

const info = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) =>
  ({ address, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as never;

const INTERFACES = {
  lo: [info('127.0.0.1', 'IPv4', true)],
  docker0: [info('172.17.0.1')],
  eth0: [info('10.1.2.3'), info('fe80::1', 'IPv6'), info('169.254.7.7')],
  wlan0: [info('192.168.1.7')],
};

describe('a phone finds the service', () => {
  const cleanup = new Cleanup();
  const pages = new ConsolePages();
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /**
   * Starts the service as on a machine with these network interfaces; the test machine may be a container.
   */
  async function startAtHome(env: Env = {}): Promise<App> {
    const app = await startApp(cleanup, env);
    const addresses = app.nest.get(lan.LanAddresses);
    jest.spyOn(addresses, 'isContained').mockReturnValue(false);
    jest.spyOn(addresses, 'interfaces').mockReturnValue(INTERFACES);
    return app;
  }

  const told = (page: string) => /<meta name="lan-urls" content="([^"]*)"/.exec(page)?.[1]?.split(' ') ?? [];

  it('by the likeliest address of the machine first', () => {
    expect(lan.addressesOf(INTERFACES)).toEqual(['192.168.1.7', '10.1.2.3', '172.17.0.1']);
  });

  it('by the address in link and QR code of a leader’s page that is opened at localhost', async () => {
    const { url } = await startAtHome();
    const { port } = new URL(url);
    const page = await pages.leader(`http://localhost:${port}`, 'abc');
    const link = page.getByLabel('Link for members', { exact: true });
    await link.waitFor();
    expect(await link.inputValue()).toBe(`http://192.168.1.7:${port}/m/abc`);
    await page.getByLabel('Address of this computer').selectOption(`http://10.1.2.3:${port}`);
    expect(await link.inputValue()).toBe(`http://10.1.2.3:${port}/m/abc`);
    await sees(page, /^For phones in the same network\./);
  });

  it('and says so where there is none', async () => {
    const app = await startAtHome();
    jest.spyOn(app.nest.get(lan.LanAddresses), 'isContained').mockReturnValue(true);
    const page = await pages.leader(app.url, 'abc');
    const link = page.getByLabel('Link for members', { exact: true });
    await link.waitFor();
    expect(await link.inputValue()).toBe(`${app.url}/m/abc`);
    await sees(page, /^This address works on this computer only\./);
  });

  it('and nobody else learns the addresses of the machine', async () => {
    const { url } = await startAtHome();
    const { port } = new URL(url);
    const ask = async (path: string, headers: Record<string, string> = {}) =>
      rawRequest(url, path, { host: `localhost:${port}`, ...headers });
    const asked = await ask('/console/abc');
    expect(told(asked.body)).toHaveLength(3);
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    expect(asked.headers['access-control-expose-headers']).toBeUndefined();
    expect(asked.headers['cache-control']).toBe('no-store');
    expect(asked.headers['cross-origin-resource-policy']).toBe('same-origin');
    for (const headers of [
      { host: `attacker.example:${port}` },
      { host: `localhost.attacker.example:${port}` },
      { host: `192.168.1.7:${port}` },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
      { forwarded: 'for=127.0.0.1' },
      { via: '1.1 proxy' },
      { origin: 'https://attacker.example' },
      { origin: 'null' },
      { 'sec-fetch-mode': 'cors' },
      { 'sec-fetch-mode': 'no-cors' },
    ] as Record<string, string>[]) {
      const { body, status } = await ask('/console/abc', headers);
      expect([headers, status, told(body)]).toEqual([headers, 200, []]);
    }
    for (const path of ['/', '/m/abc', '/docs-json', '/health'])
      expect([path, (await ask(path)).body.includes('192.168.1.7')]).toEqual([path, false]);
  });

  it.each<[string, Env]>([
    ['PUBLIC_URL takes their place', { PUBLIC_URL: 'https://breaks.example' }],
    ['it does not listen there', { HOST: '127.0.0.1' }],
  ])('not by an address where %s', async (_, env) => {
    const { url } = await startAtHome(env);
    const { port } = new URL(url);
    const { body } = await rawRequest(url, '/console/abc', { host: `localhost:${port}` });
    expect(told(body)).toEqual([]);
  });

  it('and an operator reads in one line that the port is taken', async () => {
    const service = await Service.startReady(cleanup);
    const other = await Service.spawn(cleanup, { PORT: new URL(service.url).port });
    expect(await other.exited()).toBe(1);
    expect(other.output).toMatch(/^Port \d+ is taken: .*\n$/);
  });

  it('by a code in the terminal that a phone reads', async () => {
    const address = 'http://192.168.1.7:8000/';
    expect(readBlocks((await terminalQr(address)) ?? '')).toBe(address);
  });

  const PUBLIC_URL = 'https://breaks.example';

  it('by the code that the start shows in a terminal', async () => {
    const service = await Service.start(cleanup, { PUBLIC_URL }, undefined, IN_TERMINAL);
    await until('the code', () => service.output.endsWith(`  ${PUBLIC_URL}/\r\n\r\n`));
    expect(readBlocks(service.output)).toBe(`${PUBLIC_URL}/`);
  });

  it.each([
    ['in a terminal with START_QR=off', { START_QR: 'off' }, IN_TERMINAL],
    ['in a terminal with LOG_FORMAT=json', { LOG_FORMAT: 'json' }, IN_TERMINAL],
    ['where nobody reads, as in a log', {}, undefined],
  ] as const)('and no code is shown %s', async (_, env, command) => {
    const service = await Service.start(cleanup, { PUBLIC_URL, ...env }, undefined, command);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    await service.stop();
    expect(service.output).toContain(`${PUBLIC_URL}/`);
    expect(service.output).not.toMatch(BLOCKS);
  });
});

const BLOCKS = /[█▀▄]/;

/** Reads the QR code of block characters as a phone does, black on white. */
function readBlocks(output: string): string | undefined {
  const drawn = output.split(/\r?\n/).filter((line) => line.includes('\u001b[30;107m'));
  const lines = drawn.map((line) => line.replaceAll(/\u001b\[[\d;]*m/g, ''));
  const scale = 4;
  const side = lines[0]?.length ?? 0;
  const height = lines.length * 2;
  const pixels = new Uint8ClampedArray(side * scale * height * scale * 4).fill(255);
  for (let y = 0; y < height * scale; y++)
    for (let x = 0; x < side * scale; x++) {
      const block = lines[Math.floor(y / scale / 2)]?.[Math.floor(x / scale)] ?? ' ';
      const isUpper = Math.floor(y / scale) % 2 === 0;
      if (block === '█' || block === (isUpper ? '▀' : '▄'))
        pixels.fill(0, (y * side * scale + x) * 4, (y * side * scale + x) * 4 + 3);
    }
  return jsqr.default(pixels, side * scale, height * scale)?.data;
}
