/** The steps that a script can make the server take on one connection. */
import { setImmediate as immediately, setTimeout as delay } from 'node:timers/promises';
import { frameText } from './frames.mjs';

/** A script whose case is over must not keep the process alive. */
const wait = (ms) => delay(ms, undefined, { ref: false });

/**
 * The steps of one connection of a script; each method is a step. In a script, a step is `"name"`, or an
 * object: its first key is the name, the value of that key the argument, and the other keys are options.
 */
export class Connection {
  /** @param {import('./scripted-server.mjs').ScriptedServer} server */
  constructor(server, request, response) {
    Object.assign(this, { server, request, response });
    response.on('close', () => (this.isClosed = true));
  }

  async run(steps) {
    for (const step of steps) {
      // After the client has closed the connection, nothing is written, but the script continues.
      const [[name, argument]] = typeof step === 'string' ? [[step, true]] : Object.entries(step);
      if (!STEPS.has(name)) throw new Error(`no step is called ${JSON.stringify(name)}`);
      await this[name](argument, step);
    }
  }

  /** `late_ms`: the frame carries the time of that long ago, like a frame that waited in a socket. */
  send(_, { late_ms = 0, ...frame }) {
    this.#fallSilent();
    this.isLeft ||= frame.send === 'goodbye';
    return this.write(frameText(frame, this.server.now() - late_ms));
  }

  connected(options) {
    return this.send(true, {
      send: 'connected',
      id: '0-0',
      retry: 100,
      ...(options === true ? {} : options),
    });
  }

  state(data) {
    return this.send(true, { send: 'state', data: data === true ? {} : data });
  }

  /**
   * Sends text unchanged, or `base64`; `in_pieces_of` bytes, each piece in its own packet; `times` in a row.
   */
  async raw(text, { base64 = false, in_pieces_of: size, times = 1 }) {
    const bytes = Buffer.from(text.repeat(times), base64 ? 'base64' : 'utf8');
    for (let at = 0; at < bytes.length; at += size ?? bytes.length) {
      await this.write(bytes.subarray(at, at + (size ?? bytes.length)));
      // A timer for each piece would take seconds on a busy machine.
      if (size) await (at % 32 === 0 ? wait(1) : immediately());
    }
  }

  /** Sends this many heartbeats, one per heartbeat interval of the client. */
  async heartbeats(count) {
    for (let sent = 0; sent < count && !this.isClosed; sent++) {
      await wait(this.server.heartbeatMs);
      await this.send(true, { send: 'heartbeat' });
    }
  }

  async wait_ms(ms) {
    await wait(ms);
  }

  tell(command) {
    this.server.client.tell(command);
  }

  async until(pattern) {
    await this.server.client.until(pattern);
  }

  /** Waits for an acknowledgement of a break. */
  async until_ack() {
    await this.server.nextAck();
  }

  /** Ends the connection in the middle of the body, after all sent data: a crash, a deploy. */
  cut() {
    this.request.socket.destroySoon();
    this.#fallSilent();
  }

  /** Resets the connection; the last sent data may be lost: a proxy that was killed. */
  reset() {
    this.request.socket.resetAndDestroy();
    this.#fallSilent();
  }

  end() {
    this.response.end();
    this.#fallSilent();
  }

  /** Sends nothing more and closes nothing: a network that drops packets, a process that was stopped. */
  hang() {
    this.#fallSilent();
  }

  status(status, { headers = {}, body = '' }) {
    this.response.writeHead(status, { 'Access-Control-Allow-Origin': '*', ...headers }).end(body);
    this.#fallSilent();
  }

  problem(problem, { headers = {} }) {
    const body = JSON.stringify({
      type: 'about:blank',
      title: problem.code,
      detail: problem.code,
      ...problem,
    });
    this.status(problem.status, {
      headers: { 'Content-Type': 'application/problem+json', ...headers },
      body,
    });
  }

  /** Refuses connections for this time. */
  async away_ms(ms) {
    this.#fallSilent();
    await this.server.goAway(ms);
  }

  /** After a goodbye the client leaves, so it does not matter when the script closes the connection. */
  #fallSilent() {
    if (!this.isLeft) this.server.quietSince = performance.now();
  }

  async write(bytes) {
    if (this.isClosed) return;
    if (!this.response.headersSent) this.response.writeHead(200, this.server.streamHeaders);
    this.response.write(bytes);
  }
}

const STEPS = new Set(
  Object.getOwnPropertyNames(Connection.prototype).filter(
    (name) => !['constructor', 'run', 'write'].includes(name),
  ),
);
