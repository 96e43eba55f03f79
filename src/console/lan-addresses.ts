import { existsSync } from 'node:fs';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { Request } from 'express';

/** The address and port on which the service listens. */
export interface Place {
  /** Without `/` at the end. */
  readonly publicUrl: string | undefined;
  /** Its path, which a proxy may pass on; `''` = none. */
  readonly publicPath: string;
  /** `undefined` = all addresses. */
  readonly host: string | undefined;
  readonly port: number;
}

/**
 * Files that Docker, Podman and Kubernetes put into a container. Its addresses are not those of its machine.
 */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv', '/run/secrets/kubernetes.io'];

/** Networks between the programs of one machine, by the usual names of their interfaces. */
const VIRTUAL = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|tailscale|zt|lxc|cni|flannel)/;

/** Headers of a proxy: behind one, neither the address of the connection nor `Host` is the client's. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * Addresses under which other devices of the local network reach this process. They are shown to a person at
 * this machine only, for the link and the QR code that a phone opens (docs/security.md).
 */
export class LanAddresses {
  constructor(private readonly place: Place) {}

  /** URLs for a page that this request opens; none if the request may come from elsewhere. */
  toldTo(request: Request): string[] {
    const { headers, socket } = request;
    const isHere = LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_HOST.test(headers.host ?? '');
    const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
    // `Sec-Fetch-*` shows whether a page of another origin fetches this one, or a person follows a link.
    const mode = headers['sec-fetch-mode'] ?? 'navigate';
    if (!isHere || isForwarded || mode !== 'navigate' || headers.origin !== undefined) return [];
    return this.urls(socket.localPort ?? this.place.port);
  }

  /** URLs without `/` at the end, the likeliest first; none in a container, and none beside `PUBLIC_URL`. */
  urls(port: number): string[] {
    const { publicUrl, host } = this.place;
    if (publicUrl !== undefined || this.isContained()) return [];
    const own = addressesOf(this.interfaces());
    const isAll = host === undefined || host === '0.0.0.0' || host === '::';
    return own.filter((address) => isAll || address === host).map((address) => `http://${address}:${port}`);
  }

  isContained(): boolean {
    return CONTAINER_MARKS.some((path) => existsSync(path));
  }

  interfaces(): NodeJS.Dict<NetworkInterfaceInfo[]> {
    return networkInterfaces();
  }
}

/**
 * IPv4 addresses that a phone may reach: real networks before those of virtual machines, home networks first.
 */
export function addressesOf(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(
        ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
      )
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  return found.sort((one, other) => one.rank - other.rank).map(({ address }) => address);
}

function rankOf(name: string, address: string): number {
  const ranks = [/^192\.168\./, /^10\./, /^172\.(?:1[6-9]|2\d|3[01])\./];
  const rank = ranks.findIndex((range) => range.test(address));
  return (VIRTUAL.test(name) ? 10 : 0) + (rank === -1 ? ranks.length : rank);
}
