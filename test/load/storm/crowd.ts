import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Undo } from '../../support/redis-server.js';

const MEMBERS = fileURLToPath(new URL('./members.mjs', import.meta.url));

/** Each process has half of the members, because the open sockets of a process are limited. */
const PROCESSES = 2;

export interface Return {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly gapMs: number;
  readonly meeting: number;
}

export interface Result {
  readonly returns: readonly Return[];
  /** Failed attempts to open a stream. */
  readonly refused: number;
  /** Calls that a member got twice, late or out of order. */
  readonly wrong: number;
  readonly resyncs: number;
  /** Members that have not got all calls. */
  readonly missed: number;
}

type Message = { readonly online: number } | { readonly result: Result };

/** All members, in processes of their own, so that their work does not distort the times measured here. */
export class Crowd {
  private readonly children: readonly ChildProcess[];
  private readonly online = new Map<ChildProcess, number>();

  constructor(
    undo: Undo,
    ports: readonly number[],
    readonly size: number,
  ) {
    this.children = Array.from({ length: PROCESSES }, (_, share) => {
      const child = fork(MEMBERS, [ports.join(), String(size / PROCESSES), String(share)]);
      child.on(
        'message',
        (message: Message) => 'online' in message && this.online.set(child, message.online),
      );
      undo.add(() => child.kill('SIGKILL'));
      return child;
    });
  }

  /** Number of members with a stream, up to a tenth of a second old. */
  get present(): number {
    return [...this.online.values()].reduce((sum, online) => sum + online, 0);
  }

  /** The result of the members; `calls` = the number of calls in each meeting. */
  async result(calls: readonly number[]): Promise<Result> {
    const results = this.children.map(async (child) => {
      child.send({ calls });
      for (;;) {
        const [message] = (await once(child, 'message')) as [Message];
        if ('result' in message) return message.result;
      }
    });
    return (await Promise.all(results)).reduce((a, b) => ({
      returns: [...a.returns, ...b.returns],
      refused: a.refused + b.refused,
      wrong: a.wrong + b.wrong,
      resyncs: a.resyncs + b.resyncs,
      missed: a.missed + b.missed,
    }));
  }
}
