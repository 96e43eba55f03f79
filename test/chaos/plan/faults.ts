/** Everything that is done to Redis, to what is in it, to the services and to the links between them and their clients. */
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

/** Done to the node that has one of the run's meetings. */
const clusterFaults = ['master SIGKILL', 'CLUSTER FAILOVER', 'slot migration', 'node SIGSTOP'] as const;

/** What no version of the service wrote, or only a later one. */
const contentFaults = ['later notice', 'damaged entry', 'key of another type'] as const;

const serviceFaults = ['service SIGKILL', 'service SIGTERM'] as const;

/** A service is replaced by one of HEAD, or of the last release. */
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

/** One Redis; a Cluster of three masters and three replicas; one Redis, and services of the last release beside those of HEAD. */
export const worlds = ['single', 'cluster', 'versions'] as const;
export type WorldName = (typeof worlds)[number];

const everywhere = [...contentFaults, ...serviceFaults, ...linkFaults];

/** What can happen in each world. A kind that is listed several times is planned as much more often. */
export const faultKinds: Readonly<Record<WorldName, readonly FaultKind[]>> = {
  single: [...redisFaults, ...everywhere],
  cluster: [...clusterFaults, ...clusterFaults, ...clusterFaults, ...everywhere],
  versions: [...redisFaults, ...everywhere, ...Array<typeof rollFaults>(5).fill(rollFaults).flat()],
};

/** A member that comes while a fault holds: as a new one, or from where another one was. */
export interface Visit {
  /** Milliseconds after the fault begins. */
  readonly after: number;
  readonly resumes: boolean;
}

/** One planned fault. Whether it truly struck is found out when it is done. */
export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds after the run began. */
  readonly at: number;
  /** How long it holds, for those that hold. */
  readonly ms: number;
  /** Which service, for those that strike one. */
  readonly service: number;
  /** After how many more bytes a link is cut. */
  readonly bytes: number;
  /** Whose entries, keys or node it strikes, for those that strike one meeting's. */
  readonly meeting: string;
  readonly visits: readonly Visit[];
}

/** What a fault happens to: on one target one happens after the other. */
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
