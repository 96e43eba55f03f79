import { Member } from './member.mjs';

/** Time limit for all members to receive a text; a round that takes longer has failed. */
const HEAR_WITHIN_MS = 60_000;

/** Streams per loopback source address. Each address has its own ephemeral ports, about 28,000. */
const PER_ADDRESS = 5_000;

/** Default number of streams that are being opened at the same time. */
const OPENING = 200;

/**
 * Many members of one or more meetings, and the texts that they receive.
 * A promise resolves only after every member received the text. A stream that ends unexpectedly, and a break
 * that a member misses or receives twice, are errors, so they never enter a figure.
 */
export class Crowd {
  /** @type {Set<Member>} */
  members = new Set();
  repeated = 0;
  /**
   * Number of streams that all crowds have opened.
   * A new crowd continues with the next source address, because ports of the previous addresses stay in
   * TIME_WAIT for a minute.
   */
  static opened = 0;
  waiting = undefined;

  constructor(contestant, port) {
    this.contestant = contestant;
    this.port = port;
  }

  /**
   * Opens streams, `opening` at a time, and waits until all are live; resolves with the duration in ms.
   * `awaited` lists the texts that each stream must carry before it counts as live. `meeting` is an id, or a
   * function that returns the id for the nth stream; so is `query`.
   */
  async open(count, { meeting, query = '', cursor, awaited = [this.contestant.ready], opening = OPENING }) {
    const texts = awaited.map((text) => Buffer.from(text));
    const begun = performance.now();
    let next = 0;
    const openOne = () => {
      if (next >= count) return;
      const path = this.contestant.stream(of(meeting, next), cursor) + of(query, next);
      next++;
      this.add(streamRequest(path, cursor), texts);
    };
    await this.wait(count, openOne, Math.min(opening, count));
    return performance.now() - begun;
  }

  /**
   * Waits until every member has received the text; resolves with the time at which the last member received
   * it. Call this before you send the text.
   */
  async hear(text) {
    const texts = [Buffer.from(text)];
    for (const member of this.members) member.await(texts);
    await this.wait(this.members.size);
    if (this.repeated > 0) throw new Error(`${this.repeated} deliveries came twice`);
    return performance.now();
  }

  close(count = this.members.size) {
    for (const member of [...this.members].slice(0, count)) {
      this.members.delete(member);
      member.socket.destroy();
    }
  }

  heard() {
    this.waiting?.one();
  }

  lost(member, why) {
    if (!this.members.delete(member)) return;
    member.socket.destroy();
    this.waiting?.reject(new Error(`a stream ended: ${why}`));
  }

  add(bytes, texts) {
    const localAddress = `127.0.0.${2 + (Math.floor(Crowd.opened++ / PER_ADDRESS) % 250)}`;
    const member = new Member(this, { port: this.port, localAddress, request: bytes });
    member.await(texts);
    this.members.add(member);
  }

  /**
   * Waits until `count` members have received their texts. `again` runs `ahead` times at the start, and once
   * more after each member.
   */
  wait(count, again = () => undefined, ahead = 0) {
    if (count === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      let missing = count;
      const late = () =>
        this.waiting.reject(new Error(`${missing} of ${count} heard nothing for ${HEAR_WITHIN_MS / 1000} s`));
      const timer = setTimeout(late, HEAR_WITHIN_MS);
      const end = (settle) => (value) => {
        clearTimeout(timer);
        this.waiting = undefined;
        settle(value);
      };
      const one = () => (--missing === 0 ? this.waiting.resolve() : again());
      this.waiting = { one, resolve: end(resolve), reject: end(reject) };
      for (let i = 0; i < ahead; i++) again();
    });
  }
}

/** A value that is the same for all streams, or is different for each. */
const of = (value, nth) => (typeof value === 'function' ? value(nth) : value);

/** The bytes with which a member opens its stream. */
export function streamRequest(path, cursor) {
  const resume = cursor === undefined ? '' : `Last-Event-ID: ${cursor}\r\n`;
  return `GET ${path} HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n${resume}\r\n`;
}
