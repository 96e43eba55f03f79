/**
 * Follows one meeting over one stream, for all tabs. Each life of the background resumes from the stored
 * cursor. Views show what follows a `state` frame, never replayed notices, because those may be outdated.
 */
import { follow } from '../client/kyukei-client.js';
import { stretchOf } from './state.js';
import { steadyOffset } from './steady-offset.js';

/** @typedef {import('../client/kyukei-client.js').Known} Known */
/** @typedef {import('../client/kyukei-client.js').Frame} Frame */

/** Below the 30 s after which both browsers stop an idle background. */
const HEARTBEAT_SECONDS = 20;

/**
 * A frame older than this was delayed on its way. The background then waits until no frame has come for
 * `QUIET_MS`.
 */
const LATE_MS = 1_500;
const QUIET_MS = 200;

/** How long an announcement is shown. */
const NEWS_MS = 120_000;

/**
 * @typedef {object} Extra what the stream says beside `Known`
 * @property {boolean} ended
 * @property {boolean} allBack
 * @property {number | null} suggestedMinutes
 * @property {import('../messages.js').State['requests']} requests
 * @property {import('../messages.js').Person[] | null} roster
 * @property {import('../messages.js').State['announcement']} announcement
 */

/** @type {Extra} */
const NOTHING = {
  ended: false,
  allBack: false,
  suggestedMinutes: null,
  requests: null,
  roster: null,
  announcement: null,
};

/**
 * @typedef {object} Surroundings
 * @property {string} key names the meeting and its server in the storage
 * @property {string} server
 * @property {string} meeting
 * @property {string} clientId
 * @property {() => import('./record.js').Record} record
 * @property {(change: import('./record.js').Record) => void} keep
 * @property {(change: import('./record.js').Record) => void} change keeps a change, and opens a new stream
 * @property {() => string | undefined} secret
 * @property {import('./undo.js').Undo} undo
 * @property {(snapshot: Snapshot) => Promise<void>} save
 * @property {(following: Following, name: string) => void} changed
 * @property {(following: Following, rest: import('../client/kyukei-client.js').Rest) => void} begun a break is told, once
 * @property {(following: Following, restId: string) => void} over
 * @property {(announcement: NonNullable<Extra['announcement']>) => void} announced
 */

/** @typedef {{ known: Known, extra: Extra }} Snapshot for the next life of the background, until its stream has caught up */

export class Following {
  /** @type {Known | undefined} */
  known;
  extra = NOTHING;
  /** Whether the service wants another key or token. */
  isRefused = false;
  isOnline = false;
  isCaughtUp = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;
  /** The state that was saved last; `known`, which views show, follows it. @type {Known | undefined} */
  #saved;
  /** Counts the states that were saved. */
  #saves = 0;
  /** Which of them is shown. */
  #shown = 0;
  /** The break that was shown last; a page says so once, maybe before the stream has caught up. */
  #looked = '';
  #isStopped = false;
  #stop;
  #offsetBefore;
  #begunAt = performance.now();

  /**
   * @param {Surroundings} around
   * @param {object} [options]
   * @param {boolean} [options.asMember] a leader who may not lead yet hears what members hear
   * @param {Snapshot | undefined} [options.snapshot]
   * @param {number | undefined} [options.offset] of the server's clock, as the last life knew it
   */
  constructor(around, { asMember = false, snapshot, offset } = {}) {
    this.around = around;
    this.#offsetBefore = offset;
    this.asMember = asMember;
    if (snapshot) Object.assign(this, snapshot);
    const { leads, cursor } = around.record();
    this.leads = leads === true;
    this.#stop = follow(
      around.server,
      around.meeting,
      (known, name, frame, place) => this.#hear(known, name, frame, place),
      {
        role: this.leads && !asMember ? 'leader' : 'member',
        client_id: around.clientId,
        heartbeat: HEARTBEAT_SECONDS,
        token: around.secret,
        ...(cursor ? { cursor } : {}),
      },
    );
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#settling);
    this.#stop();
  }

  wake() {
    this.#stop.wake();
  }

  /** @param {string} restId on a screen that somebody looks at */
  shown(restId) {
    this.#looked = restId;
    this.#reportSeen();
  }

  #reportSeen() {
    if (this.isCaughtUp && this.known?.rest?.rest_id === this.#looked) this.#stop.shows();
  }

  get offset() {
    return steadyOffset(this.#stop.now() - Date.now(), this.#offsetBefore, performance.now() - this.#begunAt);
  }

  /** @param {Known} known @param {string} name @param {Frame} frame @param {import('../client/kyukei-client.js').Place} place */
  #hear(known, name, frame, { cursor, replayed }) {
    // Browsers stop an idle background after 30 s even if it has a stream. A call of an extension API counts
    // as activity in both.
    if (name === 'heartbeat') void chrome.runtime.getPlatformInfo();
    const { record, keep } = this.around;
    const { leaderToken, token } = record();
    if (name === 'refused' && this.leads && leaderToken) {
      // A leader token may be mistyped, or of a meeting that has ended. The next stream tries the key.
      if (isUnauthorized(frame)) return this.around.change({ leaderToken: undefined });
      // A token that may not lead is a member's.
      if (frame['problem']?.code === 'forbidden')
        return this.around.change({ leaderToken: undefined, token: token ?? leaderToken });
    }
    if (name === 'refused') this.isRefused = isAboutRights(frame);
    if (known.ended !== null) this.isRefused = true;
    this.isOnline = known.online;
    if (known.online) this.isRefused = false;
    // Notices were lost. Requests and suggestions of another stretch are outdated, as after a `message`.
    const isNew = name === 'state' && frame['resync'] && stretchOf(known) !== stretchOf(this.known);
    this.extra = { ...this.extra, ...extraBy(isNew ? 'message' : name, frame, cursor) };
    if (name === 'announcement') this.#tellAnnouncement();
    this.isCaughtUp = !replayed;
    const { told } = record();
    if (name === 'rest_ended' && told && isSameBreak(frame['rest_id'], told))
      keep({ over: { rest_id: told, at: frame['timestamp'] } });
    if (cursor && cursor !== record().cursor) {
      this.around.undo.heard(name, frame);
      keep({ cursor });
    }
    // Without a connection, the end of a break that waits to be shown may be missed. The next `state` shows it.
    const isCurrent = !replayed && known.online;
    if (!isCurrent) clearTimeout(this.#settling);
    if (isCurrent && name !== 'heartbeat') this.#settleWhenDue(known, name, frame);
    else this.around.changed(this, name);
    // A snapshot is good for a while after the last frame.
    if (name === 'heartbeat' && this.#saved) void this.#save(this.#saved);
  }

  /** @param {Known} known */
  #save(known) {
    this.#saved = known;
    return this.around.save({ known: this.#asTold(known), extra: this.extra });
  }

  /** Keeps the id with which a break was told. @param {Known} known @returns {Known} */
  #asTold(known) {
    const { told } = this.around.record();
    const { rest } = known;
    return rest && told && isSameBreak(rest.rest_id, told)
      ? { ...known, rest: { ...rest, rest_id: told } }
      : known;
  }

  /**
   * Frames that waited in the socket while the machine slept come all at once, and not marked as replayed, so
   * the first of them may be outdated.
   * @param {Known} known @param {string} name @param {Frame} frame
   */
  #settleWhenDue(known, name, frame) {
    clearTimeout(this.#settling);
    const isLate = this.#stop.now() - Date.parse(frame['server_time'] ?? frame['timestamp']) > LATE_MS;
    if (!isLate) return void this.#settle(known, name);
    this.around.changed(this, name);
    this.#settling = setTimeout(() => void this.#settle(known, 'settled'), QUIET_MS);
  }

  /** An announcement that arrives late is not shown: it is no longer news. */
  #tellAnnouncement() {
    const { announcement } = this.extra;
    if (announcement && this.#stop.now() < announcement.until) this.around.announced(announcement);
  }

  /**
   * Reports the break that is on, if it was not reported yet, and the end of the one before. The snapshot is
   * stored first: if the background is stopped right after a break was shown, its next life must not show the
   * break before.
   * @param {Known} known @param {string} name
   */
  async #settle(known, name) {
    const save = ++this.#saves;
    await this.#save(known);
    if (this.#isStopped) return;
    // A save may take longer than the next one.
    if (save > this.#shown) this.#show(known);
    this.#reportSeen();
    this.#shown = Math.max(save, this.#shown);
    this.around.changed(this, name);
  }

  /** @param {Known} known */
  #show(known) {
    const before = this.known?.rest?.rest_id ?? this.around.record().told;
    this.known = this.#asTold(known);
    const { rest } = this.known;
    if (before && before !== rest?.rest_id) this.around.over(this, before);
    if (!rest || rest.rest_id === this.around.record().told) return;
    // After sleep, the frame that ended or extended the break may be lost with the connection.
    if (rest.ends_at && Date.parse(rest.ends_at) <= Date.now() + this.offset) return;
    this.around.begun(this, rest);
    this.around.keep({ told: rest.rest_id });
  }
}

/** The reference's server reads its clock twice for one break, so its message and `state` differ by some ms. */
const SAME_BREAK_MS = 5_000;
const TIME = /^\d{1,15}$/;

/** Like `isSameBreak` of the service. @param {string} one @param {string} other */
const isSameBreak = (one, other) =>
  one === other || (TIME.test(one) && TIME.test(other) && Math.abs(+one - +other) <= SAME_BREAK_MS);

/**
 * Whether the service refuses the key or token. Without a problem, the answer is that of a proxy.
 * @param {Frame} refused
 */
const isAboutRights = (refused) =>
  isUnauthorized(refused) || (refused['problem'] !== undefined && refused['status'] === 403);

/** @param {Frame} refused */
const isUnauthorized = ({ status, problem }) => problem !== undefined && status === 401;

/** @param {string} name @param {Frame} frame @param {string} cursor @returns {Partial<Extra>} */
function extraBy(name, frame, cursor) {
  if (name === 'message') return { ended: false, allBack: false, suggestedMinutes: null, requests: null };
  if (name === 'meeting_started') return NOTHING;
  if (name === 'meeting_ended') return { ...NOTHING, ended: true };
  if (name === 'rest_ended' || name === 'rest_extended') return { requests: null };
  if (name === 'announcement')
    return {
      announcement: {
        id: cursor,
        message: frame['message'],
        until: Date.parse(frame['timestamp']) + NEWS_MS,
      },
    };
  if (name === 'all_back') return { allBack: true };
  if (name === 'schedule_changed') return { suggestedMinutes: null };
  if (name === 'rest_suggested') return { suggestedMinutes: frame['duration_minutes'] };
  const kind = {
    break_requested: /** @type {const} */ ('break'),
    more_time_requested: /** @type {const} */ ('more_time'),
  };
  if (name !== 'break_requested' && name !== 'more_time_requested') return {};
  const { count, threshold, reached } = frame;
  return { requests: { kind: kind[name], count, threshold, reached } };
}
