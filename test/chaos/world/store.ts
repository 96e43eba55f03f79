import type { Redis } from 'ioredis';
import type { Fault } from '../plan/faults.js';
import type { Link } from './link.js';

/** The Redis of a run, with the links that lead to it. */
export interface Store {
  /** The settings by which a service finds it. */
  settingsFor(service: number): Promise<Readonly<Record<string, string>>>;
  /** Links for a fault to strike: those of one service; in a Cluster those to one node. */
  linksOf(service: number): readonly Link[];
  /** Asks the server that has the meeting's keys, over a connection that no fault is aimed at. */
  ask<T>(meeting: string, question: (redis: Redis) => Promise<T>): Promise<T>;
  /** Does a fault of Redis itself and undoes it. Answers whether it struck. */
  strike(fault: Fault): Promise<boolean>;
}
