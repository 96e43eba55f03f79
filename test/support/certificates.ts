import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.js';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Certificate of the authority that signed it. */
  readonly ca: string;
}

/** Creates a certificate for these names (`DNS:localhost`), signed by a new authority; returns the paths. */
export async function certificateFor(
  cleanup: Pick<Cleanup, 'add'>,
  ...names: string[]
): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'kyukei-tls-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', at(name)];
  openssl('req', '-x509', ...key('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=Test authority');
  openssl('req', ...key('server.key'), '-out', at('server.csr'), '-subj', '/CN=server');
  await writeFile(at('names'), `subjectAltName=${names.join(',')}`);
  const authority = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
  const files = ['-in', at('server.csr'), '-out', at('server.pem'), '-extfile', at('names')];
  openssl('x509', '-req', ...authority, ...files);
  return { key: at('server.key'), cert: at('server.pem'), ca: at('ca.pem') };
}
