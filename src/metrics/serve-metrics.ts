import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves `GET /metrics` on a port of its own. Rejects with Node's error if it cannot listen. */
export async function serveMetrics(
  port: number,
  host: string | undefined,
  scrape: () => Promise<string>,
): Promise<Server> {
  const server = createServer(({ url, method }, response) => {
    if (url?.split('?')[0] !== '/metrics' || method !== 'GET') {
      response.writeHead(404).end('There is GET /metrics.\n');
      return;
    }
    scrape().then(
      (text) => response.writeHead(200, { 'Content-Type': CONTENT_TYPE }).end(text),
      (error: unknown) => response.writeHead(503).end(`${String(error)}\n`),
    );
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** Content type of the text format of Prometheus. */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The URL of `/metrics`, for people. */
export function placeOf(server: Server, host = 'localhost'): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${(server.address() as AddressInfo).port}/metrics`;
}
