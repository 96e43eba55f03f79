import { connect } from 'node:net';
import { until } from '../../support/until.js';
import type { Undo } from '../../support/redis-server.js';

/** Opens a stream of each meeting on one process, and counts the breaks of all of them. */
export class Follower {
  breaks = 0;
  private open = 0;

  static async start(undo: Undo, url: string, ids: readonly string[]): Promise<Follower> {
    const follower = new Follower();
    ids.forEach((id) => follower.follow(undo, url, id));
    await until('the streams to be open', () => follower.open === ids.length, 30_000);
    return follower;
  }

  private follow(undo: Undo, url: string, id: string): void {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    undo.add(() => socket.destroy());
    socket.setEncoding('latin1');
    socket.write(`GET /api/sse/events?meeting_id=${id} HTTP/1.1\r\nHost: x\r\n\r\n`);
    // At this load, each packet contains whole frames.
    socket.on('data', (text) => {
      const count = (event: string) => String(text).split(`event: ${event}\n`).length - 1;
      this.open += count('connected');
      this.breaks += count('message');
    });
  }
}
