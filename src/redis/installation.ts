import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** As it is announced: the last field, so that our own is known without reading the rest. */
const LAST_FIELD = /,"installation":"[A-Za-z0-9-]{1,64}"\}$/;

/**
 * Which of the installations that share a Redis this is: a random id in its database. Redis announces to everybody, whatever
 * database they use, so each announcement carries the id, and those of another installation are not ours to hear.
 *
 * The id is read whenever the lease of the process is renewed, never for a notice. What a process knows it offers again, so that the
 * installation keeps its id when its database is emptied.
 */
@Injectable()
export class Installation {
  /** What a database that has no id is given. */
  offer: string = randomUUID();
  /** `''` = not known: nothing is announced of it, and everything is heard. */
  id = '';

  /** What the database has. */
  learn(id: string): void {
    this.id = /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : '';
    if (this.id) this.offer = this.id;
  }

  /**
   * The announcement without the id, if it is for this installation: its own, or one that carries none, as another program's and
   * those of Kyukei 0.1 do. Else `undefined`.
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
