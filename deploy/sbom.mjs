// npm run sbom: prints the bill of materials of the image, as CycloneDX 1.6
// (https://cyclonedx.org/docs/1.6/json/): each package that it installs from package-lock.json (no
// development or optional ones) and its dependencies. It has no time and no serial number, so the same lock
// file gives the same bytes. `npm sbom` does not fit: it refuses our overrides.
import { readFileSync } from 'node:fs';

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const { name, version, license } = read('package.json');
const { packages } = read('package-lock.json');
const production = Object.entries(packages).filter(
  ([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional,
);

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function component([path, { version, license, integrity }]) {
  const [group, name] = nameOf(path).startsWith('@') ? nameOf(path).split('/') : [undefined, nameOf(path)];
  return {
    type: 'library',
    'bom-ref': path,
    ...(group && { group }),
    name,
    version,
    // A single identifier is also a valid SPDX expression.
    ...(license && { licenses: [{ expression: license }] }),
    purl: purl(nameOf(path), version),
    // The hash of the registry's package, as in the output of `npm sbom`.
    hashes: [hash(integrity)],
  };
}

/** Converts a Subresource Integrity string (`sha512-` and base64) to a hash of CycloneDX. */
function hash(integrity) {
  const [, bits, base64] = /^sha(\d+)-(\S+)$/.exec(integrity);
  return { alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') };
}

function dependency([path, { dependencies = {} }]) {
  const needs = Object.keys(dependencies);
  return {
    ref: path || name,
    dependsOn: needs.map((need) => resolve(path, need)).filter((found) => found !== undefined),
  };
}

/**
 * The path at which Node finds a dependency of the package at `path`: the nearest `node_modules` above it.
 */
function resolve(path, need) {
  const found = `${path && `${path}/`}node_modules/${need}`;
  if (packages[found]) return found;
  return path === ''
    ? undefined
    : resolve(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), need);
}

const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': name,
      name,
      version,
      licenses: [{ expression: license }],
      purl: purl(name, version),
    },
  },
  components: production.map(component),
  dependencies: [['', packages['']], ...production].map(dependency),
};
console.log(JSON.stringify(bom, null, 2));
