import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MEMBERS = 300;
const MEETINGS = 20;
const CALL_EVERY_MS = 200;

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const dashboard = JSON.parse(readFileSync(path('deploy/grafana/kyukei.json'), 'utf8'));

/** What a panel asks, for all processes, over windows that suit a scrape a second. */
export function dashboardQueries(title) {
  const { targets } = dashboard.panels.find((panel) => panel.title === title);
  const filled = (expr) =>
    expr.replaceAll('$job', '.*').replaceAll('$instance', '.*').replaceAll('$__rate_interval', '10s');
  return targets.map(({ expr, legendFormat: legend }) => ({ expr: filled(expr), legend }));
}

/** A Redis, a service on it, members, a leader who calls breaks, and a Prometheus that watches. */
export class World {
  static async start() {
    const world = new World();
    world.folder = mkdtempSync(join(tmpdir(), 'kyukei-alerts-'));
    world.redis = new Redis(await freePort(), world.folder);
    await world.redis.start();
    const env = {
      PATH: process.env.PATH,
      PORT: '0',
      HOST: '127.0.0.1',
      REDIS_URL: `redis://127.0.0.1:${world.redis.port}`,
    };
    world.service = spawn(process.execPath, [path('dist/main.js')], { env });
    world.port = await new Promise((resolve) => {
      world.service.stdout.on('data', (chunk) => {
        const port = /listening on \S+:(\d+),/.exec(String(chunk))?.[1];
        if (port) resolve(Number(port));
      });
    });
    await world.watch();
    world.load();
    return world;
  }

  async stop() {
    clearInterval(this.calls);
    this.prometheus.kill();
    this.service.kill('SIGKILL');
    await this.redis.kill();
    await once(this.prometheus, 'exit');
    rmSync(this.folder, { recursive: true });
  }

  /** What Prometheus answers now. */
  async query(expr) {
    const url = `http://127.0.0.1:${this.prometheusPort}/api/v1/query?query=${encodeURIComponent(expr)}`;
    const { status, data, error } = await (await fetch(url)).json();
    if (status !== 'success') throw new Error(`${expr}: ${error}`);
    return data.result;
  }

  async watch() {
    this.prometheusPort = await freePort();
    const config = join(this.folder, 'prometheus.yml');
    const text = readFileSync(path('deploy/prometheus/prometheus.yml'), 'utf8')
      .replaceAll('15s', '1s')
      .replace('kyukei.rules.yml', path('deploy/prometheus/kyukei.rules.yml'))
      .replace('localhost:8000', `127.0.0.1:${this.port}`);
    writeFileSync(config, text);
    this.prometheus = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(this.folder, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${this.prometheusPort}`,
      ],
      { stdio: 'ignore' },
    );
    while (!(await reachable(this.prometheusPort))) await delay(50);
  }

  load() {
    const url = `http://127.0.0.1:${this.port}`;
    const listen = (member) => {
      const stream = get(`${url}/api/sse/events?meeting_id=m${member % MEETINGS}`, (answer) =>
        answer.resume(),
      );
      // As an EventSource does.
      stream.on('close', () => setTimeout(listen, 2_000, member).unref());
      stream.on('error', () => undefined);
    };
    for (let member = 0; member < MEMBERS; member++) listen(member);
    let turn = 0;
    this.calls = setInterval(() => {
      const call = fetch(`${url}/api/meetings/m${turn++ % MEETINGS}/rest`, { method: 'POST' });
      call.then((answer) => answer.arrayBuffer()).catch(() => undefined);
    }, CALL_EVERY_MS);
  }
}

class Redis {
  constructor(port, folder) {
    this.port = port;
    this.folder = folder;
  }

  async start() {
    const options = [
      '--port',
      this.port,
      '--bind',
      '127.0.0.1',
      '--dir',
      this.folder,
      '--appendonly',
      'yes',
      '--save',
      '',
    ];
    this.process = spawn('redis-server', options.map(String), { stdio: 'ignore' });
    while (!(await reachable(this.port))) await delay(20);
  }

  signal(name) {
    this.process.kill(name);
  }

  async kill() {
    this.signal('SIGKILL');
    await once(this.process, 'exit');
  }
}

function reachable(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
