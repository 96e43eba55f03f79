import { spawn, type ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from '../support/cleanup.js';
import { until } from '../support/until.js';

export const proxies = ['nginx', 'HAProxy', 'Caddy'] as const;
export type ProxyName = (typeof proxies)[number];

/** How a file of deploy/proxies/ is adapted to the test: other addresses, and compression of everything. */
interface Recipe {
  readonly file: string;
  /** The output after a failed readiness check; matches at once if the proxy has no such check. */
  readonly finds: RegExp;
  readonly command: (config: string, folder: string) => readonly [string, ...string[]];
  readonly adapt: (config: string, folder: string, upstreams: readonly string[]) => string;
}

const recipes: Record<ProxyName, Recipe> = {
  nginx: {
    file: 'nginx.conf',
    finds: /^/,
    command: (config, folder) => [
      'nginx',
      '-p',
      folder,
      '-c',
      config,
      '-e',
      'stderr',
      '-g',
      `daemon off; pid ${folder}/pid;`,
    ],
    adapt: (config, folder, upstreams) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      const places = temporary.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
      const compression = 'gzip on; gzip_min_length 0; gzip_proxied any; gzip_types text/event-stream;';
      return replaceAll(config, [
        [/# (listen 443|ssl_)/g, '$1'],
        [/^http \{/m, `http { access_log off; ${places} ${compression}`],
        [/listen 80;/, `listen unix:${folder}/http.sock;`],
        [/listen 443/, `listen unix:${folder}/https.sock`],
        [/\/etc\/nginx\/tls/g, `${folder}/tls`],
        [/(?: *server api.*\n)+/, upstreams.map((to) => `    server ${to} max_fails=0;\n`).join('')],
      ]);
    },
  },
  HAProxy: {
    file: 'haproxy.cfg',
    finds: /Server kyukei\/api-0 is DOWN/,
    command: (config) => ['haproxy', '-db', '-f', config],
    adapt: (config, folder, upstreams) =>
      replaceAll(config, [
        [/# (bind :443)/, '$1'],
        [/^defaults$/m, 'defaults\n  compression algo gzip\n  compression type text/event-stream'],
        [/bind :80/, `bind ${folder}/http.sock`],
        [/bind :443/, `bind ${folder}/https.sock`],
        [/\/etc\/haproxy\/tls/, `${folder}/tls`],
        [
          /^ *server api-1 api:8000\n.* backup no-check$/m,
          upstreams
            .map((to, n) => `  server api-${n} ${to}\n  server api-${n}-anyway ${to} backup no-check`)
            .join('\n'),
        ],
      ]),
  },
  Caddy: {
    file: 'Caddyfile',
    finds: /health_checker/,
    command: (config) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', config],
    adapt: (config, folder, upstreams) => {
      const compression =
        'encode {\n gzip\n minimum_length 0\n match header Content-Type text/event-stream*\n}';
      return replaceAll(config, [
        [/^(?=\(kyukei\))/m, '{\nadmin off\nauto_https off\n}\n'],
        [/^\(kyukei\) \{$/m, `(kyukei) {\n${compression}`],
        [
          /^https:.* \{$/m,
          `https://example.com {\nbind unix/${folder}/https.sock\ntls ${folder}/tls.crt ${folder}/tls.key`,
        ],
        [/^http:.* \{$/m, `http://example.com {\nbind unix/${folder}/http.sock`],
        [/api:8000/g, upstreams.join(' ')],
      ]);
    },
  },
};

/**
 * A real proxy with its file of deploy/proxies/, in front of the service. It listens on two sockets in a
 * folder.
 */
export class Proxy {
  private output = '';

  private constructor(
    private readonly name: ProxyName,
    private readonly folder: string,
  ) {}

  /** Waits until the proxy has found a process that is not ready, if it checks that. */
  findsOneNotReady(): Promise<unknown> {
    return until(`${this.name} to look at ready`, () => recipes[this.name].finds.test(this.output));
  }

  /** Plain HTTP. */
  get http(): string {
    return join(this.folder, 'http.sock');
  }

  /** TLS, with HTTP/2 for clients that support it. */
  get https(): string {
    return join(this.folder, 'https.sock');
  }

  /**
   * @param upstreams each `host:port`
   * @param proxyPath nginx only: serve below `/kyukei/`, see {@link belowPath}
   */
  static async start(
    cleanup: Pick<Cleanup, 'add'>,
    name: ProxyName,
    upstreams: readonly string[],
    { proxyPath }: { readonly proxyPath?: string } = {},
  ): Promise<Proxy> {
    const { file, command, adapt } = recipes[name];
    const folder = await mkdtemp(join(tmpdir(), 'kyukei-proxy-'));
    cleanup.add(() => rm(folder, { recursive: true }));
    // nginx' workers run as another user if the tests run as root.
    await chmod(folder, 0o755);
    await certificate(folder);
    const documented = await readFile(new URL(`../../deploy/proxies/${file}`, import.meta.url), 'utf8');
    const config = join(folder, file);
    const placed = proxyPath === undefined ? documented : belowPath(documented, proxyPath);
    await writeFile(config, adapt(placed, folder, upstreams));

    const [program, ...args] = command(config, folder);
    const env = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`, HOME: folder };
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const proxy = new Proxy(name, folder);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (proxy.output = (proxy.output + String(chunk)).slice(-4_000)));
    cleanup.add(() => stop(child));
    await until(`${name} to listen`, async () => {
      if (child.exitCode !== null) throw new Error(`it exited:\n${proxy.output}`);
      for (const path of [proxy.http, proxy.https]) {
        const socket = connect(path);
        await once(socket, 'connect');
        socket.destroy();
      }
      return true;
    });
    return proxy;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // SIGTERM ends nginx with its workers at once; a graceful signal would wait for their streams.
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await once(child, 'exit');
  clearTimeout(patience);
}

/**
 * nginx' file with the change that its comment describes.
 * @param proxyPath `/` removes the path, an empty text passes it on
 */
function belowPath(config: string, proxyPath: string): string {
  return replaceAll(config, [
    [/location \/ \{/, 'absolute_redirect off;\n    location /kyukei/ {'],
    [/proxy_pass http:\/\/kyukei;/, `proxy_pass http://kyukei${proxyPath};`],
  ]);
}

/** Throws if a change matches nothing, because then another file than the documented one would be tested. */
function replaceAll(text: string, changes: readonly (readonly [RegExp, string])[]): string {
  return changes.reduce((before, [place, change]) => {
    if (!new RegExp(place.source, place.flags).test(before))
      throw new Error(`nothing matches ${String(place)}`);
    return before.replace(place, change);
  }, text);
}

async function certificate(folder: string): Promise<void> {
  const [key, crt] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const subject = ['-subj', '/CN=example.com', '-addext', 'subjectAltName=DNS:example.com'];
  execFileSync('openssl', [...request, ...subject, '-keyout', key, '-out', crt], { stdio: 'ignore' });
  await writeFile(join(folder, 'tls.pem'), Buffer.concat([await readFile(crt), await readFile(key)]));
}
