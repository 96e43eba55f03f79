import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Record<string, string>;
}

interface Component {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: { expression: string }[];
  readonly hashes: { alg: string; content: string }[];
}

interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: Component[];
  readonly dependencies: { ref: string; dependsOn: string[] }[];
}

const manifest = (path: string) =>
  JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as Manifest;

/**
 * The path at which Node finds a dependency, read from the disk: the bill of materials is made from the lock
 * file.
 */
function found(name: string, from: string): string {
  const path = join(from, 'node_modules', name);
  if (existsSync(join(ROOT, path, 'package.json'))) return path;
  if (from === '') throw new Error(`${name} is not installed`);
  return found(
    name,
    from.includes('/node_modules/') ? from.slice(0, from.lastIndexOf('/node_modules/')) : '',
  );
}

/** All packages of production, by the path of their installation. */
function installed(from = '', known = new Map<string, Manifest>()): Map<string, Manifest> {
  for (const name of Object.keys(manifest(from).dependencies ?? {})) {
    const path = found(name, from);
    if (known.has(path)) continue;
    installed(path, known.set(path, manifest(path)));
  }
  return known;
}

describe('npm run sbom', () => {
  const run = () => execFileSync(process.execPath, ['deploy/sbom.mjs'], { cwd: ROOT, encoding: 'utf8' });
  const bom = JSON.parse(run()) as Bom;

  it('writes the same CycloneDX document each time', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    expect(JSON.parse(run())).toEqual(bom);
    const refs = bom.components.map((one) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    // Each dependency is a component itself.
    for (const { dependsOn } of bom.dependencies) expect(refs).toEqual(expect.arrayContaining(dependsOn));
  });

  it('lists every package that is installed for production: version, purl, licence, hash', () => {
    const listed = new Map(bom.components.map((one) => [one['bom-ref'], one]));
    const all = installed();
    expect(all.size).toBeGreaterThan(100);
    for (const [path, { version, license }] of all) {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      expect(listed.get(path)).toMatchObject({
        version,
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
        ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
      });
    }
  });

  it('lists no development tool', () => {
    for (const { name } of bom.components)
      expect(['jest', 'typescript', 'eslint', 'prettier']).not.toContain(name);
  });
});
