import { Member } from './member.mjs';

/** A round that takes longer is broken. */
const HEAR_WITHIN_MS = 60_000;

/** Streams per loopback source address: each has its own ephemeral ports, some 28,000. */
const PER_ADDRESS = 5_000;

/** How many streams are being opened at any time, unless told otherwise. */
const OPENING = 200;

/**
 * Many members of one or more meetings, and what they hear. Everything it resolves with was heard by each of them; a stream
 * that ends unasked, a break that a member does not get, or gets twice, is an error and no number.
 */
export class Crowd {
  /** @type {Set<Member>} */
  members = new Set();
  repeated = 0;
  /** By all crowds: each goes on with the source addresses where the last one stopped, whose ports are in TIME_WAIT for a minute. */
  static opened = 0;
  waiting = undefined;

  constructor(contestant, port) {
    this.contestant = contestant;
    this.port = port;
  }

  /**
   * Opens streams, `opening` at a time, and waits until every one is live. `awaited` says what each must carry until then.
   * `meeting` names the meeting, or gives that of the nth stream. Resolves with how long it took.
   */
  async open(count, { meeting, query = '', cursor, awaited = [this.contestant.ready], opening = OPENING }) {
    const texts = awaited.map((text) => Buffer.from(text));
    const begun = performance.now();
    let next = 0;
    const openOne = () => {
      if (next >= count) return;
      const path = this.contestant.stream(typeof meeting === 'function' ? meeting(next) : meeting);
      next++;
      this.add(request(path + query, cursor), texts);
    };
    await this.wait(count, openOne, Math.min(opening, count));
    return performance.now() - begun;
  }

  /** Resolves when every member has the text, with when the last had it. Call it before the text is sent. */
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

  /** Until `count` members have what they wait for; `again` runs `ahead` times, and then once more for each of them. */
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

function request(path, cursor) {
  const resume = cursor === undefined ? '' : `Last-Event-ID: ${cursor}\r\n`;
  return `GET ${path} HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n${resume}\r\n`;
}
