/**
 * The faults: in Redis, in its data, in the services, and on the links between Redis, services and clients.
 */
const redisFaults = [
  'CLIENT KILL TYPE pubsub',
  'CLIENT KILL TYPE normal',
  'redis SIGSTOP',
  'redis SIGKILL, data kept',
  'redis SIGKILL, data lost',
  'DEBUG SLEEP',
  'FLUSHALL',
  'out of memory',
  'failover',
  'failover, writes lost',
] as const;

/** These strike the node that holds the keys of one of the run's meetings. */
const clusterFaults = ['master SIGKILL', 'CLUSTER FAILOVER', 'slot migration', 'node SIGSTOP'] as const;

/** Data in Redis that no version of the service wrote, or that only a later version writes. */
const contentFaults = ['later notice', 'damaged entry', 'key of another type'] as const;

const serviceFaults = ['service SIGKILL', 'service SIGTERM'] as const;

/** Replace a service by one of HEAD, or of the last release. */
const rollFaults = ['roll forward', 'roll back'] as const;

const linkFaults = [
  'cut members',
  'cut leaders',
  'cut Redis',
  'members hear nothing',
  'members are not heard',
  'service does not hear Redis',
  'Redis does not hear service',
] as const;

export type RedisFault = (typeof redisFaults)[number];
export type ClusterFault = (typeof clusterFaults)[number];
export type ContentFault = (typeof contentFaults)[number];
type ServiceFault = (typeof serviceFaults)[number] | (typeof rollFaults)[number];
type LinkFault = (typeof linkFaults)[number];
export type FaultKind = RedisFault | ClusterFault | ContentFault | ServiceFault | LinkFault;

/**
 * `single`: one Redis. `cluster`: three masters and three replicas. `versions`: one Redis, and services of
 * the last release beside HEAD.
 */
export const worlds = ['single', 'cluster', 'versions'] as const;
export type WorldName = (typeof worlds)[number];

const everywhere = [...contentFaults, ...serviceFaults, ...linkFaults];

/** The faults of each world. A kind that is listed several times is planned more often in proportion. */
export const faultKinds: Readonly<Record<WorldName, readonly FaultKind[]>> = {
  single: [...redisFaults, ...everywhere],
  cluster: [...clusterFaults, ...clusterFaults, ...clusterFaults, ...everywhere],
  versions: [...redisFaults, ...everywhere, ...Array<typeof rollFaults>(5).fill(rollFaults).flat()],
};

/** A member that joins during a fault, either as a new one or with the cursor of another member. */
export interface Visit {
  /** Milliseconds after the fault begins. */
  readonly after: number;
  readonly resumes: boolean;
}

/** One planned fault. Only the run shows whether it struck. */
export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds after the run began. */
  readonly at: number;
  /** The duration of the fault, if the kind has one. */
  readonly ms: number;
  /** The index of the service, for faults of services and their links. */
  readonly service: number;
  /** How many more bytes pass before a link is cut. */
  readonly bytes: number;
  /** The meeting whose entries, keys or node are struck, for faults of one meeting. */
  readonly meeting: string;
  readonly visits: readonly Visit[];
}

/** What the fault affects. Faults with the same target never overlap. */
export function targetOf({ kind, service }: Pick<Fault, 'kind' | 'service'>): string {
  switch (kind) {
    case 'service SIGKILL':
    case 'service SIGTERM':
    case 'roll forward':
    case 'roll back':
      return `service ${service}`;
    case 'cut Redis':
    case 'service does not hear Redis':
    case 'Redis does not hear service':
      return `${kind} ${service}`;
    case 'cut members':
    case 'cut leaders':
    case 'members hear nothing':
    case 'members are not heard':
      return kind;
    default:
      return 'redis';
  }
}
