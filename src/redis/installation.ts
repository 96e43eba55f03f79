import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** The id in a feed message. It is the last field, so that our own id is found without parsing the rest. */
const LAST_FIELD = /,"installation":"[A-Za-z0-9-]{1,64}"\}$/;

/**
 * The random id of this installation, stored in its database. Redis delivers pub/sub messages across
 * databases, so each feed message carries the id, and the service drops those of other installations.
 *
 * The id is read when the lease of the process is renewed, never for a notice. A process offers the id that
 * it knows, so that the installation keeps its id when its database is emptied.
 */
@Injectable()
export class Installation {
  /** The id that a database without one gets. */
  offer: string = randomUUID();
  /** `''` = not known yet: feed messages carry no id, and all are accepted. */
  id = '';

  /** Takes over the id of the database. */
  learn(id: string): void {
    this.id = /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : '';
    if (this.id) this.offer = this.id;
  }

  /**
   * Removes the id from a feed message. `undefined` = the message is of another installation. A message
   * without an id is accepted: it is from another program or from Kyukei 0.1.
   */
  ownPart(payload: string): string | undefined {
    const own = `,"installation":"${this.id}"}`;
    if (this.id && payload.endsWith(own)) return `${payload.slice(0, -own.length)}}`;
    if (!payload.includes('"installation"')) return payload;
    const theirs = installationIn(payload);
    if (this.id && theirs !== undefined && theirs !== this.id) return undefined;
    return payload.replace(LAST_FIELD, '}');
  }
}

function installationIn(payload: string): string | undefined {
  try {
    const { installation } = JSON.parse(payload) as { installation?: unknown };
    return typeof installation === 'string' ? installation : undefined;
  } catch {
    return undefined;
  }
}
