/**
 * Wires the parts of the background together. Each life of the background makes a new `App` from what the
 * last one stored.
 */
import { commands } from '../client/commands.js';
import { languageFor, readTexts } from '../texts.js';
import { Badge } from './badge.js';
import { perform } from './commands.js';
import { enterTab } from './content-scripts.js';
import { Following } from './following.js';
import { Followings } from './followings.js';
import { clearNotification, idOf, notifyAnnouncement, notifyBreak, updateNotification } from './notifier.js';
import { Records } from './record.js';
import { readSettings } from './settings.js';
import { stateOf, withCode } from './state.js';
import { Store } from './store.js';
import { Tabs } from './tabs.js';
import { withTimeLimit } from './time-limit.js';
import { Undo } from './undo.js';

/** @typedef {import('./views.js').View} View */
/** @typedef {import('./record.js').Record} Record */
/** @typedef {import('./following.js').Snapshot} Snapshot */

/** Older snapshots are not shown: the end of a break may have been missed, so views wait for the service. */
const SNAPSHOT_MS = 10 * 60_000;
/** The characters that a header can carry. With any other, `fetch` fails as if the network were down. */
const SENDABLE = /^[\x21-\x7e]{1,4096}$/;
/** How long `storage.session` may take. A life of the background can do without it. */
const SESSION_MS = 1_000;
/** A break whose end nobody tells is taken for over after this time; views do the same. */
const OVERDUE_MS = 60_000;
/** Reads the roster at most this often: many answers come at once at the end of a break. */
const ROSTER_MS = 1_000;
/** What may move the end of a break; `settled` is what came late. */
const MOVING = ['rest_extended', 'state', 'settled'];

export class App {
  /** @type {Set<View>} */
  views = new Set();
  /** Meetings whose roster is about to be read. @type {Set<string>} */
  #rosters = new Set();
  /**
   * By `keyOf(meeting)`, because a `Following` is replaced when a start claims the meeting.
   * @type {Map<string, Undo>}
   */
  #undos = new Map();
  /** @type {(() => void) | undefined} */
  #quiet;

  /** @param {Store} store @param {import('./settings.js').Settings} settings @param {{ [key: string]: any }} session */
  constructor(store, settings, session) {
    this.store = store;
    /** What is known of each meeting, kept for the next life of the background. */
    this.snapshots = session;
    this.settings = settings;
    this.records = new Records(store);
    this.followings = new Followings(
      (meeting, asMember) => this.#start(meeting, asMember),
      (following) => this.#forget(following),
    );
    this.tabs = new Tabs(store, () => this.update());
    this.badge = new Badge(
      () => this.#currentBreak(),
      () => this.#tick(),
    );
    if (!store.get('client_id')) store.set('client_id', crypto.randomUUID());
  }

  static async start() {
    const snapshots = withTimeLimit(chrome.storage.session.get(), SESSION_MS).catch(() => ({}));
    const [store, session] = await Promise.all([Store.open(), snapshots]);
    const app = new App(store, await readSettings(store.get('settings')), session);
    app.update();
    return app;
  }

  /** @returns {string} */
  get clientId() {
    return this.store.get('client_id');
  }

  get language() {
    return languageFor(this.settings.language);
  }

  /** @param {string} meeting */
  keyOf = (meeting) => `${this.settings.server} ${meeting}`;

  /** @param {string} meeting */
  apiOf = (meeting) =>
    commands(this.settings.server, meeting, {
      token: () => this.secretOf(meeting, this.followings.of(meeting)?.asMember),
    });

  /** @param {string} meeting */
  recordOf = (meeting) => this.records.get(this.keyOf(meeting));

  /** @param {string} meeting */
  undoOf(meeting) {
    const key = this.keyOf(meeting);
    const undo = this.#undos.get(key) ?? new Undo();
    this.#undos.set(key, undo);
    return undo;
  }

  /**
   * The credential for a meeting. A key opens every meeting, so it is sent only if there is no token.
   * @param {string} meeting @param {boolean} [asMember] a leader whose key was refused hears what members hear
   */
  secretOf(meeting, asMember) {
    const { leads, leaderToken, token } = this.recordOf(meeting);
    const { key } = this.settings;
    const secrets = leads && !asMember ? [leaderToken, key, token] : [token, leaderToken, key];
    return secrets.find((secret) => secret && SENDABLE.test(secret));
  }

  /** Follows the meetings of all tabs, and the one that the user entered. */
  update() {
    const wanted = [this.store.get('followed'), ...this.tabs.meetings].filter((meeting) => meeting);
    this.followings.want(this.settings.server ? wanted : []);
    this.#tick();
    if (this.#quiet && !this.#currentBreak()) this.#quiet();
  }

  /**
   * Runs once a second during a break, because views count down and the estimate of the server's clock may
   * improve between frames.
   */
  #tick() {
    this.badge.update();
    for (const view of this.views) view.update(() => this.stateFor(view));
  }

  /** @param {View} view */
  connect(view) {
    this.views.add(view);
    if (view.isPage && view.tabId !== undefined) this.tabs.connect(view.tabId);
    // A connecting tab reopens streams, which may have died while the background was stopped or the machine
    // slept.
    this.followings.wake();
  }

  /** @param {View} view */
  disconnect(view) {
    this.views.delete(view);
    if (view.isPage && view.tabId !== undefined) this.tabs.disconnect(view.tabId);
  }

  wake() {
    this.followings.wake();
    this.badge.update();
  }

  /**
   * Stores a change that needs a new stream: another role, key or token.
   * @param {string} meeting @param {Record} change
   */
  change(meeting, change) {
    this.records.change(this.keyOf(meeting), change);
    this.followings.restart(meeting);
    this.update();
  }

  /** @param {string} meeting @param {Record} change */
  note(meeting, change) {
    this.records.change(this.keyOf(meeting), change);
    this.update();
  }

  /** @param {View} view */
  placeOf({ isPage, tabId }) {
    const place = this.tabs.meetingOf(tabId);
    if (isPage || place.meeting) return place;
    const followed = this.store.get('followed');
    if (followed) return { meeting: followed, found: /** @type {const} */ ('typed') };
    const other = [...this.tabs.connected.keys()].map((id) => this.tabs.meetingOf(id));
    return other.find(({ meeting }) => meeting) ?? place;
  }

  /** @param {View} view @param {string | null} meeting `null` = leave the one that the view shows */
  follow(view, meeting) {
    if (meeting === null) this.#leave(view);
    else if (view.tabId === undefined || !this.tabs.correct(view.tabId, meeting))
      this.store.set('followed', meeting);
    this.update();
  }

  /** Leaves the meeting of `placeOf` at the place where it was found. @param {View} view */
  #leave(view) {
    const { meeting } = this.placeOf(view);
    if (view.tabId !== undefined && this.tabs.meetingOf(view.tabId).meeting)
      this.tabs.correct(view.tabId, null);
    else if (this.store.get('followed')) this.store.set('followed', null);
    else
      for (const id of this.tabs.connected.keys())
        if (meeting && this.tabs.meetingOf(id).meeting === meeting) this.tabs.correct(id, null);
  }

  /** @param {View} view */
  stateFor(view) {
    const place = this.placeOf(view);
    const { settings, language } = this;
    const record = place.meeting ? this.recordOf(place.meeting) : {};
    const shown = { small: '', places: {}, cup: settings.cup, ...this.store.get('view') };
    return stateOf({
      settings,
      language,
      place,
      view: shown,
      following: this.followings.of(place.meeting),
      record,
    });
  }

  /** @param {View} view @param {import('../messages.js').Request} request */
  async hear(view, request) {
    switch (request.type) {
      case 'address':
        await this.#visit(view, request);
        break;
      case 'wake':
        this.followings.wake();
        break;
      case 'shown':
        this.#shown(view, request.rest_id);
        break;
      case 'view':
        this.store.merge('view', request.view);
        break;
      case 'command':
        await this.#command(view, request);
    }
    this.update();
  }

  /** @param {View} view @param {{ href: string, tab?: number }} address */
  async #visit(view, { href, tab }) {
    if (!view.isPage) {
      view.tabId = tab;
      // The user pressed the extension's button, which gives access to this tab (`activeTab`).
      if (tab !== undefined && !this.tabs.isConnected(tab)) {
        this.tabs.visit(tab, href);
        if (this.tabs.isOfProduct(tab)) void enterTab(tab, this.tabs.isConnected);
      }
    } else if (view.tabId !== undefined) this.tabs.visit(view.tabId, href);
    if (view.isTold) return;
    view.tell({ type: 'texts', language: this.language, texts: await readTexts(this.language) });
    view.isTold = true;
  }

  /** @param {View} view @param {string} restId */
  #shown(view, restId) {
    const { meeting } = this.placeOf(view);
    if (meeting === null) return;
    this.followings.of(meeting)?.shown(restId);
    if (this.recordOf(meeting).said?.rest_id !== restId)
      this.note(meeting, { said: { rest_id: restId, status: 'seen' } });
  }

  /** @param {View} view @param {{ id: number, command: import('../messages.js').Command }} request */
  async #command(view, { id, command }) {
    try {
      await perform(this, view, command);
      view.tell({ type: 'done', id });
    } catch (error) {
      const { code, message } = /** @type {import('../client/commands.js').Refusal} */ (error);
      view.tell({ type: 'refused', id, code: code ?? 'unreachable', detail: message });
    }
  }

  /** The tab of a meeting that is on break. @param {string} id of the notification that was pressed */
  tabWithBreak(id) {
    const all = this.followings.all.filter(({ known }) => known?.rest);
    const pressed = all.filter(({ known }) => known?.rest && idOf(known.rest.rest_id) === id);
    const tabs = [...pressed, ...all].map(({ around }) => this.tabs.tabOf(around.meeting));
    return tabs.find((tab) => tab !== undefined);
  }

  /** Runs `act` as soon as no break is on. @param {() => void} act */
  whenQuiet(act) {
    this.#quiet = act;
    this.update();
  }

  async settingsChanged() {
    const before = this.settings;
    this.settings = await readSettings(this.store.get('settings'));
    if (JSON.stringify(before) === JSON.stringify(this.settings)) return;
    if (before.server !== this.settings.server || before.key !== this.settings.key) this.followings.stopAll();
    if (before.language !== this.settings.language) {
      const texts = await readTexts(this.language);
      for (const view of this.views) view.tell({ type: 'texts', language: this.language, texts });
    }
    this.update();
  }

  /** @param {string} server */
  async setServer(server) {
    this.store.merge('settings', { server });
    await this.settingsChanged();
  }

  /** @param {string} meeting @param {boolean} asMember */
  #start(meeting, asMember) {
    const { server } = this.settings;
    const key = this.keyOf(meeting);
    /** @type {(Snapshot & { at: number }) | undefined} */
    const snapshot = this.snapshots[key];
    const around = {
      key,
      server,
      meeting,
      clientId: this.clientId,
      record: () => this.recordOf(meeting),
      keep: (/** @type {Record} */ change) => this.records.change(key, change),
      save: (/** @type {Snapshot} */ latest) => this.#save(key, latest),
      change: (/** @type {Record} */ change) => this.change(meeting, change),
      secret: () => this.secretOf(meeting, asMember),
      undo: this.undoOf(meeting),
      changed: (/** @type {Following} */ following, /** @type {string} */ name) =>
        this.#changed(following, name),
      begun: (/** @type {Following} */ _, /** @type {import('../messages.js').Rest} */ rest) =>
        void notifyBreak(withCode(rest), this.settings, this.language),
      announced: (/** @type {{ id: string, message: string }} */ { id, message }) =>
        void notifyAnnouncement(id, message, this.settings, this.language),
      over: (/** @type {Following} */ _, /** @type {string} */ restId) => clearNotification(restId),
    };
    const isFresh = snapshot && snapshot.at > Date.now() - SNAPSHOT_MS;
    return new Following(around, {
      asMember,
      offset: snapshot?.known.offset,
      snapshot: isFresh ? { known: snapshot.known, extra: snapshot.extra } : undefined,
    });
  }

  /** Resolves when the snapshot is stored. @param {string} key @param {Snapshot} latest */
  async #save(key, latest) {
    this.snapshots[key] = { ...latest, at: Date.now() };
    const saved = chrome.storage.session.set({ [key]: this.snapshots[key] });
    // A full or slow storage must not hold a break back; the next life then starts without a snapshot.
    await withTimeLimit(saved, SESSION_MS).catch(() => undefined);
  }

  /** Deletes the snapshot and the notification of a meeting that was left. @param {Following} following */
  #forget({ around: { key }, known }) {
    if (known?.rest) clearNotification(known.rest.rest_id);
    delete this.snapshots[key];
    this.#undos.delete(key);
    void chrome.storage.session.remove(key);
  }

  /** @param {Following} following @param {string} name */
  #changed(following, name) {
    const { leads, asMember, isRefused, known } = following;
    const { meeting } = following.around;
    if (known?.rest && MOVING.includes(name)) void updateNotification(withCode(known.rest), this.language);
    if (isRefused && leads && !asMember) queueMicrotask(() => this.followings.restart(meeting, true));
    if (leads && !asMember && ['state', 'presence', 'message'].includes(name)) this.#readRoster(following);
    this.update();
  }

  /** @param {Following} following */
  #readRoster(following) {
    const { meeting } = following.around;
    if (this.#rosters.has(meeting)) return;
    this.#rosters.add(meeting);
    setTimeout(async () => {
      this.#rosters.delete(meeting);
      const roster = await this.apiOf(meeting)
        .read('/roster')
        .catch(() => undefined);
      if (!roster) return;
      following.extra = { ...following.extra, roster: roster.members.map(personOf) };
      this.update();
    }, ROSTER_MS);
  }

  #currentBreak() {
    const breaks = this.followings.all.flatMap(({ known, offset }) => {
      const now = Date.now() + offset;
      const rest = known?.rest;
      return rest && !(rest.ends_at && now - Date.parse(rest.ends_at) >= OVERDUE_MS) ? [{ rest, now }] : [];
    });
    return breaks.sort((a, b) => Date.parse(b.rest.started_at) - Date.parse(a.rest.started_at))[0];
  }
}

/** @param {import('../messages.js').Person} entry @returns {import('../messages.js').Person} */
const personOf = ({ name, status }) => ({ name, status });
