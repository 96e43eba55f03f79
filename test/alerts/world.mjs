import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, reachable, Redis } from '../support/redis-process.mjs';

const MEMBERS = 300;
const MEETINGS = 20;
const CALL_EVERY_MS = 200;

const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const dashboard = JSON.parse(readFileSync(path('deploy/grafana/kyukei.json'), 'utf8'));

/** A Redis, a service on it, members, a leader who calls breaks, and a Prometheus. */
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
    // Subscribe before the kill, because Prometheus may end before Redis does.
    const ended = once(this.prometheus, 'exit');
    this.prometheus.kill();
    this.service.kill('SIGKILL');
    await this.redis.kill();
    await ended;
    rmSync(this.folder, { recursive: true });
  }

  /** The present result of a Prometheus query. */
  async query(expr) {
    return (await this.ask(`query?query=${encodeURIComponent(expr)}`)).result;
  }

  /**
   * The present results of all queries of each panel, filled in as Grafana does: each variable is "All", with
   * the values that its own query finds. The windows fit a scrape per second.
   */
  async dashboard() {
    const values = { $__rate_interval: '10s' };
    const filled = (expr) =>
      Object.entries(values).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
    for (const { name, definition } of dashboard.templating.list.filter(({ type }) => type === 'query')) {
      const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(filled(definition));
      const found = await this.ask(`label/${label}/values?match[]=${encodeURIComponent(selector)}`);
      values[`$${name}`] = `(${found.join('|')})`;
    }
    return Promise.all(
      dashboard.panels.map(async ({ title, targets }) => {
        const queries = targets.map(async ({ expr, legendFormat: legend }) => {
          const found = await this.query(filled(expr));
          return found.map(({ metric, value }) => ({ legend, metric, value: Number(value[1]) }));
        });
        return { title, queries: await Promise.all(queries) };
      }),
    );
  }

  async ask(path) {
    const { status, data, error } = await (
      await fetch(`http://127.0.0.1:${this.prometheusPort}/api/v1/${path}`)
    ).json();
    if (status !== 'success') throw new Error(`${path}: ${error}`);
    return data;
  }

  async watch() {
    this.prometheusPort = await freePort();
    const config = join(this.folder, 'prometheus.yml');
    const text = readFileSync(path('deploy/prometheus/prometheus.yml'), 'utf8')
      .replaceAll('15s', '1s')
      .replace('kyukei.rules.yml', path('deploy/prometheus/kyukei.rules.yml'))
      .replace('localhost:8000', `127.0.0.1:${this.port}`);
    // Another job, whose metrics have the same names. The dashboard must not show it.
    const other = `  - job_name: other\n    static_configs: [{ targets: ['127.0.0.1:${this.prometheusPort}'] }]\n`;
    writeFileSync(config, text + other);
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
      // Reconnect, like an EventSource.
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
