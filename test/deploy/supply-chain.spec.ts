import { describe, expect, it } from '@jest/globals';
import { readText, readYaml } from './read.js';

interface Package {
  readonly dependencies?: Record<string, string>;
}

interface Lock {
  readonly packages: Record<string, Package & { readonly integrity?: string }>;
}

interface Pod {
  readonly securityContext: object;
  readonly containers: { readonly securityContext: object }[];
}

describe('what runs in production', () => {
  it('has only dependencies with a reason in docs/security.md', () => {
    const { dependencies = {} } = JSON.parse(readText('package.json')) as Package;
    const [, table = ''] =
      /## Supply chain\n[^]*?\| package \| for \|\n([^]*?)\n\n/.exec(readText('docs/security.md')) ?? [];
    const listed = [...table.matchAll(/^\|(.*?)\|/gm)].flatMap(([, names = '']) => {
      const inRow = [...names.matchAll(/`(.+?)`/g)].map(([, name = '']) => name);
      // `@scope/one`, `two`, `three` of the same scope.
      const scope = inRow[0]?.startsWith('@opentelemetry/') ? '@opentelemetry/' : '';
      return inRow.map((name) => (name.includes('/') ? name : scope + name));
    });
    expect(listed.sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('is pinned by checksum', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as Lock;
    const [, ...locked] = Object.entries(packages);
    const loose = locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect([locked.length > 100, loose]).toEqual([true, []]);
  });

  it('is installed without install scripts, and needs neither root nor a shell', () => {
    const lines = readText('Dockerfile').split('\n');
    const installs = lines.filter((line) => /^RUN .*npm (ci|install)/.test(line));
    expect(installs).toHaveLength(2);
    for (const line of installs) expect(line).toContain('npm ci');
    for (const line of installs) expect(line).toContain('--ignore-scripts');
    expect(lines.filter((line) => line.startsWith('USER'))).toEqual(['USER 1000:1000']);
    for (const name of ['ENTRYPOINT', 'CMD']) {
      const [line = ''] = lines.filter((one) => one.startsWith(name));
      expect(() => JSON.parse(line.slice(name.length)) as unknown).not.toThrow();
    }
  });

  it('has no writable folder and no privileges', () => {
    const { services } = readYaml('docker-compose.yml') as { services: Record<string, object> };
    const confined = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] };
    for (const name of ['api', 'api-2', 'proxy']) expect(services[name]).toMatchObject(confined);
    const { spec } = readYaml('deploy/kubernetes/deployment.yaml') as { spec: { template: { spec: Pod } } };
    const pod = spec.template.spec;
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of pod.containers)
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
  });
});
