import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateFor } from '../support/certificates.js';
import type { Undo } from '../support/redis-server.js';

/** Stores the eye's records for the test to read. */
const SCRIPT = `
  window.seen = [];
  document.addEventListener('kyukei-eye', (event) => window.seen.push(JSON.parse(event.detail)));
`;

/**
 * The strictest policy of a page. In Firefox it also applies to a content script's requests, markup and
 * inline styles.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'nonce-meeting' 'strict-dynamic'",
  "style-src 'nonce-meeting'",
  "connect-src 'self'",
  "frame-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** A fake of every meeting product: TLS, any host name, any path. Resolves to its port. */
export async function meetingSite(undo: Undo): Promise<number> {
  const { key, cert } = await certificateFor(undo, 'DNS:meet.google.com', 'DNS:teams.microsoft.com');
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': POLICY,
    });
    response.end(
      `<!doctype html><title>A meeting</title><script nonce="meeting">${SCRIPT}</script><h1>A meeting</h1>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.add(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
