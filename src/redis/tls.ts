import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import type { Address } from '../config/parsers.js';
import type { RedisConfig } from '../config/store-config.js';

/** Address and TLS options of a node. */
export type NodeOptions = Address & { tls?: ConnectionOptions };

/**
 * TLS options for nodes that are known only by their address. Certificates name hosts, while Sentinel and
 * Cluster may report addresses. Such a node must have a certificate for one of the names in the settings.
 */
export function tlsOptions(names: readonly string[]): ConnectionOptions {
  return {
    checkServerIdentity: (host, certificate) => {
      const [own, ...others] = [host, ...(isIP(host) ? names : [])].map((name) =>
        checkServerIdentity(name, certificate),
      );
      return others.includes(undefined) ? undefined : own;
    },
  };
}

/** The options of one node. They add its name to the TLS handshake (SNI), which ioredis omits. */
export function nodeOptions({ host, port }: Address, tls: boolean, names: readonly string[]): NodeOptions {
  if (!tls) return { host, port };
  return { host, port, tls: { ...tlsOptions(names), ...(isIP(host) ? {} : { servername: host }) } };
}

/** The host names of Redis in the settings. */
export function namesIn(config: RedisConfig): string[] {
  const addresses =
    config.kind === 'cluster' ? config.nodes : config.kind === 'sentinel' ? config.sentinels : [config];
  return addresses.map(({ host }) => host).filter((host) => !isIP(host));
}
