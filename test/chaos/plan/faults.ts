/** Everything that is done to Redis, to the services and to the links between them and their clients. */
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

const serviceFaults = ['service SIGKILL', 'service SIGTERM'] as const;

const linkFaults = [
  'cut members',
  'cut leaders',
  'cut Redis',
  'members hear nothing',
  'members are not heard',
  'service does not hear Redis',
  'Redis does not hear service',
] as const;

type RedisFault = (typeof redisFaults)[number];
type ServiceFault = (typeof serviceFaults)[number];
type LinkFault = (typeof linkFaults)[number];
export type FaultKind = RedisFault | ServiceFault | LinkFault;

export const faultKinds: readonly FaultKind[] = [...redisFaults, ...serviceFaults, ...linkFaults];

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
}

/** What a fault happens to: on one target one happens after the other. */
export function targetOf({ kind, service }: Pick<Fault, 'kind' | 'service'>): string {
  switch (kind) {
    case 'service SIGKILL':
    case 'service SIGTERM':
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
