import { once } from 'node:events';
import {
  connect,
  createServer,
  type AddressInfo,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';
import type { Teardown } from './teardown.js';

/** `down`: from the target to the client; `up`: from the client to the target. */
export type Direction = 'down' | 'up';

/** Receives the bytes between the link and its target, even those that the client never gets. */
export interface Tap {
  up(bytes: Buffer): void;
  down(bytes: Buffer): void;
  ended(): void;
}

/** An odd number, so that connections are cut at different places of their answers. */
const CUT_STEP_BYTES = 97;

interface Connection {
  readonly client: Socket;
  readonly target: Socket;
  readonly tap: Tap | undefined;
  /** How many more bytes may pass downwards before the cut. */
  budget: number | undefined;
}

/** A TCP proxy that can be cut after any byte and can fall silent in one direction. */
export class Link {
  private readonly connections = new Set<Connection>();
  private readonly taps = new WeakMap<Socket, Tap>();
  /** What a silent direction holds back, in order; `undefined` stands for the end of the connection. */
  private readonly silent = new Map<Direction, [Socket, Buffer | undefined][]>();
  private cuts = 0;
  private cutting: number | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: () => NetConnectOpts | undefined,
    private readonly tap: (() => Tap) | undefined,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  /**
   * `target` is called for each connection, then `tap`; if `target` returns `undefined`, nothing listens
   * there.
   */
  static async open(
    teardown: Pick<Teardown, 'add'>,
    target: () => NetConnectOpts | undefined,
    tap?: () => Tap,
  ): Promise<Link> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const link = new Link(server, target, tap);
    teardown.add(() => link.close());
    return link;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Cuts each connection, open or new, after this many more bytes from the target, even inside a frame. */
  cutAfter(bytes: number): void {
    this.cutting = bytes;
    for (const connection of this.connections) connection.budget = bytes;
  }

  /** Lets the remaining connections live, and returns how many were cut since the last call. */
  endCut(): number {
    this.cutting = undefined;
    for (const connection of this.connections) connection.budget = undefined;
    const { cuts } = this;
    this.cuts = 0;
    return cuts;
  }

  cutNow(): number {
    const { size } = this.connections;
    for (const { client } of this.connections) client.destroy();
    return size;
  }

  /** Simulates lost packets in one direction: nothing arrives, nothing is closed. */
  silence(direction: Direction): void {
    this.silent.set(direction, []);
  }

  /** Delivers what TCP would have sent again. Returns the number of bytes that were held back. */
  heal(direction: Direction): number {
    const held = this.silent.get(direction) ?? [];
    this.silent.delete(direction);
    for (const [socket, bytes] of held) this.pass(direction, socket, bytes);
    return held.reduce((sum, [, bytes]) => sum + (bytes?.length ?? 0), 0);
  }

  private accept(client: Socket): void {
    const options = this.target();
    if (!options) {
      client.destroy();
      return;
    }
    const target = connect(options);
    const tap = this.tap?.();
    const connection: Connection = { client, target, tap, budget: this.cutting };
    if (tap) this.taps.set(target, tap);
    this.connections.add(connection);
    client.on('data', (bytes) => this.pass('up', target, bytes));
    target.on('data', (bytes) => {
      tap?.down(bytes);
      this.passDown(connection, bytes);
    });
    target.on('close', () => tap?.ended());
    for (const [socket, direction, other] of [
      [client, 'up', target],
      [target, 'down', client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        // In a silent direction the end is lost too, so the other side stays half-open.
        this.pass(direction, other, undefined);
        this.connections.delete(connection);
      });
    }
  }

  private passDown(connection: Connection, bytes: Buffer): void {
    const { client, target, budget } = connection;
    if (budget === undefined || bytes.length <= budget) {
      if (budget !== undefined) connection.budget = budget - bytes.length;
      this.pass('down', client, bytes);
      return;
    }
    this.cuts++;
    connection.budget = 0;
    // The next connection is cut later.
    if (this.cutting !== undefined) this.cutting += CUT_STEP_BYTES;
    target.pause();
    connection.tap?.ended();
    // Goes through `pass`, so that it stays behind what a silent direction holds back.
    if (budget > 0) this.pass('down', client, bytes.subarray(0, budget));
    this.pass('down', client, undefined);
  }

  private pass(direction: Direction, to: Socket, bytes: Buffer | undefined): void {
    const held = this.silent.get(direction);
    if (held) held.push([to, bytes]);
    else if (bytes === undefined) to.destroySoon();
    else if (!to.destroyed) {
      this.taps.get(to)?.up(bytes);
      to.write(bytes);
    }
  }

  private async close(): Promise<void> {
    this.cutNow();
    this.heal('up');
    this.heal('down');
    this.server.close();
    await once(this.server, 'close');
  }
}
