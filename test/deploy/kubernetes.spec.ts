import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import type { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { loadConfig } from '../../src/config/app-config.js';
import { startApp } from '../support/app.js';
import { Cleanup } from '../support/cleanup.js';
import { readYaml } from './read.js';

const FOLDER = 'deploy/kubernetes';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly data?: Record<string, string>;
}

/**
 * `kubernetes-models` is generated from the API's own OpenAPI schemas, as TypeScript types and as validators. The types find
 * what is unknown, missing or not one of the words allowed, the validators what is out of range or badly formed; neither alone
 * finds all. Chosen over kubeconform and kubectl because it comes with `npm ci`: no cluster, no download of schemas.
 */
describe('deploy/kubernetes', () => {
  const { resources } = readYaml(`${FOLDER}/kustomization.yaml`) as { resources: string[] };
  const manifests = resources.map((file) => readYaml(`${FOLDER}/${file}`) as Manifest);
  const deployment = manifests.find(({ kind }) => kind === 'Deployment') as unknown as Deployment;
  const pod = deployment.spec?.template.spec;
  const [container] = pod?.containers ?? [];

  it('is all that is in the folder', () => {
    const files = readdirSync(new URL(`../../${FOLDER}/`, import.meta.url));
    expect(files.sort()).toEqual([...resources, 'kustomization.yaml'].sort());
  });

  it('fits the types of the API', () => {
    expect(typeErrors(manifests)).toEqual([]);
    const misspelt = { ...manifests[0], metadata: { name: 'x', lables: {} } } as Manifest;
    expect(typeErrors([misspelt])).toEqual([expect.stringContaining('lables')]);
  });

  it.each(manifests.map((manifest) => [manifest.kind, manifest] as const))(
    '%s is valid',
    async (kind, manifest) => {
      const module = (await import(moduleOf(manifest))) as Record<
        string,
        new (data: object) => { validate(): void }
      >;
      const Model = module[kind];
      if (!Model) throw new Error(`kubernetes-models has no ${kind}`);
      expect(() => new Model(manifest).validate()).not.toThrow();
    },
  );

  it('leaves more time to end than the drain takes', () => {
    const settings = manifests.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
    const drain = loadConfig(settings).shutdownGraceSeconds;
    const preStop = container?.lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(preStop).toBeGreaterThan(0);
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(preStop + drain);
  });

  describe('probes', () => {
    const cleanup = new Cleanup('after all tests');
    let url = '';
    beforeAll(async () => ({ url } = await startApp(cleanup)));

    it.each(['startup', 'live', 'ready'] as const)('%s asks a path that the service has', async (name) => {
      const probes = {
        startup: container?.startupProbe,
        live: container?.livenessProbe,
        ready: container?.readinessProbe,
      };
      const path = probes[name]?.httpGet?.path;
      expect(path).toBe(`/health/${name}`);
      expect((await fetch(`${url}${path ?? ''}`)).status).toBe(200);
    });
  });
});

/** `apps/v1` → `kubernetes-models/apps/v1/Deployment`; the groups of later times carry their domain. */
function moduleOf({ apiVersion, kind }: Manifest): string {
  return `kubernetes-models/${apiVersion}/${kind}`;
}

/** What the compiler says of the manifests as literals of their types. */
function typeErrors(these: readonly Manifest[]): string[] {
  const file = fileURLToPath(new URL('./manifests.ts', import.meta.url));
  const text = these
    .map((manifest, n) => {
      const type = `import('${moduleOf(manifest)}').I${manifest.kind}`;
      return `export const m${n}: ${type} = ${JSON.stringify(manifest)};`;
    })
    .join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = host.readFile.bind(host);
  host.readFile = (name) => (name === file ? text : onDisk(name));
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
