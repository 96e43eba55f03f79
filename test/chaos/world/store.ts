import type { Redis } from 'ioredis';
import type { Fault } from '../plan/faults.js';
import type { Link } from './link.js';

/** The Redis of a run and the links to it. */
export interface Store {
  /** The settings with which a service connects to it. */
  settingsFor(service: number): Promise<Readonly<Record<string, string>>>;
  /** The links that a fault cuts: those of one service; in a Cluster, those to one node. */
  linksOf(service: number): readonly Link[];
  /** Asks the server that has the meeting's keys, over a connection that no fault affects. */
  ask<T>(meeting: string, question: (redis: Redis) => Promise<T>): Promise<T>;
  /** Causes a fault of Redis itself and ends it. Resolves to whether it had an effect. */
  strike(fault: Fault): Promise<boolean>;
}
