import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/app-config.js';
import { Cleanup } from '../support/cleanup.js';
import { Service } from '../support/service.js';
import { readYaml } from './read.js';

describe('the files for hosting platforms', () => {
  const cleanup = new Cleanup('after all tests');
  const grace = loadConfig({}).shutdownGraceSeconds;
  const railway = JSON.parse(readFileSync(new URL('../../railway.json', import.meta.url), 'utf8')) as {
    deploy: { healthcheckPath: string; drainingSeconds: number };
  };
  const render = (
    readYaml('render.yaml') as { services: { healthCheckPath: string; maxShutdownDelaySeconds: number }[] }
  ).services[0];
  const compose = readYaml('docker-compose.yml') as { services: { api: { stop_grace_period: string } } };

  it('give the process more time to stop than the drain takes', () => {
    expect(railway.deploy.drainingSeconds).toBeGreaterThan(grace);
    expect(render?.maxShutdownDelaySeconds).toBeGreaterThan(grace);
    expect(Number(/^(\d+)s$/.exec(compose.services.api.stop_grace_period)?.[1])).toBeGreaterThan(grace);
  });

  // Railway probes only before it sends traffic. Render keeps probing, and restarts a service that does not
  // answer 200.
  it('need Redis for a deployment on Railway, and do not restart when it is away on Render', async () => {
    const status = async (url: string, path = '/none') => (await fetch(url + path)).status;
    const { url: well } = await Service.start(cleanup);
    const { url: alone } = await Service.start(cleanup, { REDIS_URL: 'redis://127.0.0.1:1' });
    const paths = [railway.deploy.healthcheckPath, render?.healthCheckPath];
    expect(await Promise.all(paths.map((path) => status(well, path)))).toEqual([200, 200]);
    expect(await Promise.all(paths.map((path) => status(alone, path)))).toEqual([503, 200]);
  });
});
