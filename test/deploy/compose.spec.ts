import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { readYaml } from './read.js';

interface Compose {
  services: Record<string, object>;
}

describe('docker-compose.yml', () => {
  // The schema that `docker compose` itself uses, from github.com/compose-spec/compose-go v2.9 (Apache-2.0).
  const schema = readYaml('test/deploy/compose-spec.json') as object;
  const file = readYaml('docker-compose.yml') as Compose;

  it('is valid under the Compose Specification', () => {
    const conforms = new Ajv({ strict: false, validateSchema: false, validateFormats: false }).compile(
      schema,
    );
    expect([conforms(file), conforms.errors]).toEqual([true, null]);
    const api = { ...file.services['api'], bogus: true };
    expect(conforms({ ...file, services: { ...file.services, api } })).toBe(false);
  });

  it('runs the service twice behind the tested nginx', () => {
    const { api, 'api-2': second, proxy } = file.services;
    expect({ ports: expect.anything(), ...second }).toEqual({ ...api, profiles: ['scaled'] });
    expect(proxy).toMatchObject({ volumes: ['./deploy/proxies/nginx.conf:/etc/nginx/nginx.conf:ro'] });
  });
});
