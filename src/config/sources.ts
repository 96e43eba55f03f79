import type { EnvFile } from './env-file.js';
import type { Environment } from './read-settings.js';
import { settings } from './settings.js';
import { isServiceLink } from './unknown-names.js';

/**
 * Merges the environment and a `.env` file; the environment wins. Ignores variables that Kubernetes sets: in
 * a namespace with a Service `redis`, every pod gets `REDIS_PORT=tcp://10.0.0.1:6379`.
 */
export function mergeSources(environment: Environment, file: EnvFile) {
  const links = Object.keys(environment).filter(
    (name) => Object.hasOwn(settings, name) && isServiceLink(name, environment[name]),
  );
  const others = Object.entries(environment).filter(([name]) => !links.includes(name));
  return {
    values: { ...file.values, ...Object.fromEntries(others) } satisfies Environment,
    warnings: links.map(
      (name) =>
        `${name}=${environment[name]} describes a Service of Kubernetes, so it has no effect; ` +
        'enableServiceLinks: false in the pod removes it',
    ),
  };
}
