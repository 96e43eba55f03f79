import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import type { Address } from '../config/parsers.js';
import type { RedisConfig } from '../config/store-config.js';

/** Where a node is, and how to encrypt the way there. */
export type NodeOptions = Address & { tls?: ConnectionOptions };

/**
 * Certificates, those of managed services above all, are made out to names, while Sentinel and Cluster may say the addresses of
 * their nodes. A node that is known by its address only must have a certificate for one of the names that the settings have.
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

/** A node's own options; its name is told in the handshake (SNI), which ioredis leaves out. */
export function nodeOptions({ host, port }: Address, tls: boolean, names: readonly string[]): NodeOptions {
  if (!tls) return { host, port };
  return { host, port, tls: { ...tlsOptions(names), ...(isIP(host) ? {} : { servername: host }) } };
}

/** The host names by which the settings know Redis. */
export function namesIn(config: RedisConfig): string[] {
  const addresses =
    config.kind === 'cluster' ? config.nodes : config.kind === 'sentinel' ? config.sentinels : [config];
  return addresses.map(({ host }) => host).filter((host) => !isIP(host));
}
