import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import type { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import type { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { loadConfig } from '../../src/config/app-config.js';
import { settings } from '../../src/config/settings.js';
import { Cleanup } from '../support/cleanup.js';
import { Service } from '../support/service.js';
import { readYaml } from './read.js';

const FOLDER = 'deploy/kubernetes';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly data?: Record<string, string>;
}

/**
 * `kubernetes-models` is generated from the API's own OpenAPI schemas, as TypeScript types and as validators.
 * The types find unknown and missing fields and wrong enum values; the validators find values that are out of
 * range or malformed; both are needed. Chosen over kubeconform and kubectl because `npm ci` installs it: no
 * cluster, no download of schemas.
 */
describe('deploy/kubernetes', () => {
  const { resources } = readYaml(`${FOLDER}/kustomization.yaml`) as { resources: string[] };
  const manifests = resources.map((file) => readYaml(`${FOLDER}/${file}`) as Manifest);
  const the = (kind: string) => manifests.find((manifest) => manifest.kind === kind);
  const { spec } = the('Deployment') as unknown as Deployment;
  const pod = spec?.template.spec;
  const [container] = pod?.containers ?? [];
  const data = the('ConfigMap')?.data ?? {};
  const config = loadConfig(data);

  it('lists every file in the folder', () => {
    const files = readdirSync(new URL(`../../${FOLDER}/`, import.meta.url));
    expect(files.sort()).toEqual([...resources, 'kustomization.yaml'].sort());
  });

  it('matches the types of the Kubernetes API', () => {
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

  it('gives the process more time to stop than the drain takes', () => {
    const preStop = container?.lifecycle?.preStop?.sleep?.seconds ?? 0;
    expect(preStop).toBeGreaterThan(0);
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(preStop + config.shutdownGraceSeconds);
  });

  it('uses existing settings only, and opens the ports that they name', () => {
    expect(Object.keys(data).filter((name) => !(name in settings))).toEqual([]);
    const ports = container?.ports?.map(({ name, containerPort }) => [name, containerPort]);
    expect(ports).toEqual([
      ['http', config.port],
      ['metrics', config.metricsPort],
    ]);
  });

  it('allows traffic to these ports, and from them to Redis, a sentinel, DNS and the trace collector', () => {
    const policy = (the('NetworkPolicy') as unknown as NetworkPolicy).spec;
    const ports = (rules: readonly { ports?: readonly { port?: unknown }[] }[] = []) =>
      rules.flatMap((rule) => rule.ports?.map(({ port }) => port));
    expect(ports(policy?.ingress)).toEqual(container?.ports?.map(({ name }) => name));
    expect(new Set(ports(policy?.egress))).toEqual(new Set([53, 6379, 26379, 4318]));
  });

  it('is found by the Prometheus of deploy/prometheus/kubernetes.yml', () => {
    const { scrape_configs } = readYaml('deploy/prometheus/kubernetes.yml') as {
      scrape_configs: {
        kubernetes_sd_configs: { role: string; selectors: { label: string }[] }[];
        relabel_configs: { source_labels: string[]; regex?: string }[];
      }[];
    };
    const labels = Object.entries(spec?.template.metadata?.labels ?? {}).map((pair) => pair.join('='));
    const [pods] = scrape_configs[0]?.kubernetes_sd_configs ?? [];
    expect([pods?.role, pods?.selectors.map(({ label }) => label)]).toEqual(['pod', labels]);
    const byPort = scrape_configs[0]?.relabel_configs.find(({ source_labels: [source] }) =>
      source?.endsWith('container_port_name'),
    );
    expect(container?.ports?.map(({ name }) => name)).toContain(byPort?.regex);
  });

  describe('probes', () => {
    const cleanup = new Cleanup('after all tests');
    const probes = {
      startup: container?.startupProbe,
      liveness: container?.livenessProbe,
      readiness: container?.readinessProbe,
    };
    const asked = async (env: Record<string, string>) => {
      const { url } = await Service.start(cleanup, env);
      const answers = Object.entries(probes).map(async ([name, probe]) => {
        const { status } = await fetch(`${url}${probe?.httpGet?.path ?? '/none'}`);
        return [name, status] as const;
      });
      return Object.fromEntries(await Promise.all(answers));
    };

    it('pass while the service is healthy', async () => {
      expect(await asked({})).toEqual({ startup: 200, liveness: 200, readiness: 200 });
    });

    // Without a ready pod the Ingress would answer 503 itself, on which an EventSource gives up for good.
    it('block a pod that starts without Redis, and keep a running pod when Redis goes away', async () => {
      const away = { REDIS_URL: 'redis://127.0.0.1:1' };
      expect(await asked(away)).toEqual({ startup: 503, liveness: 200, readiness: 200 });
    });
  });
});

/**
 * The module of a kind: `apps/v1` → `kubernetes-models/apps/v1/Deployment`. Newer API groups contain their
 * domain.
 */
function moduleOf({ apiVersion, kind }: Manifest): string {
  return `kubernetes-models/${apiVersion}/${kind}`;
}

/** The compiler's errors for the manifests as literals of their types. */
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
