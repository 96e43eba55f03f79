/**
 * Whether this user may undo. The service takes back the last command of a meeting, whoever sent it, so Undo is
 * offered only while that command is this user's.
 */

/** How long the service lets a command be undone. */
const UNDO_MS = 10_000;

/** The frame that tells of each command that can be undone. @type {{ [command: string]: string }} */
const FRAMES = {
  start: 'meeting_started',
  rest: 'message',
  extend: 'rest_extended',
  resume: 'rest_ended',
  plan: 'schedule_changed',
  snooze: 'schedule_changed',
  skip: 'schedule_changed',
};

/** @typedef {{ frame: string | undefined, at: number }} Sent a command that this user has sent, and when */

export class Undo {
  /** Until when Undo is offered, by the service's clock, in milliseconds; 0 = it is not. */
  until = 0;
  /** The commands that the stream has not told of. @type {Sent[]} */
  #expected = [];
  /** The timestamp that all notices of this user's last command have. @type {string | undefined} */
  #own;

  /** This user sends a command. @param {string} name @returns {Sent} */
  sent(name) {
    const command = { frame: FRAMES[name], at: performance.now() };
    if (command.frame) this.#expected.push(command);
    return command;
  }

  /**
   * The command failed. If a notice was taken for its own, that was the notice of another leader's command.
   * @param {Sent} command
   */
  failed(command) {
    if (!this.#expected.includes(command)) this.until = 0;
    this.#expected = this.#expected.filter((one) => one !== command);
  }

  /**
   * The stream tells of a new entry in the log of the meeting.
   * @param {string} name @param {import('../client/kyukei-client.js').Frame} frame
   */
  heard(name, { timestamp }) {
    // Some commands cause no notice, as when the break has just ended by itself. Do not wait for it for ever.
    this.#expected = this.#expected.filter(({ at }) => performance.now() - at < UNDO_MS);
    const own = this.#expected.find(({ frame }) => frame === name);
    if (own) {
      this.#expected = this.#expected.filter((one) => one !== own);
      this.#own = timestamp;
      this.until = Date.parse(timestamp) + UNDO_MS;
    } else if (name !== 'all_back' && timestamp !== this.#own) this.until = 0;
  }
}
