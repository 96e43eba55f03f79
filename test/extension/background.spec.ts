import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { extensionFiles } from '../../extension/tools/files.mjs';
import { fakeChrome, FakePort, ID } from './fake-chrome.js';
import { FakeService, type FakeStream, problem, soon } from './fake-service.js';

/** Replaces `Store`, which needs a browser. */
class FakeStore {
  readonly values: Record<string, unknown> = {};

  get = (name: string) => this.values[name];
  set = (name: string, value: unknown) => void (this.values[name] = value);
  merge = (name: string, change: object) => this.set(name, { ...(this.get(name) as object), ...change });
}

interface Tabs {
  connect(id: number): void;
  visit(id: number, href: string): void;
  correct(id: number, meeting: string): boolean;
  meetingOf(id: number): { meeting: string | null };
}
interface Records {
  change(key: string, change: object): void;
}
interface View {
  isPage: boolean;
  tabId?: number;
}
interface App {
  settings: { key: string };
  tabs: Tabs;
  update(): void;
  change(meeting: string, change: object): void;
  recordOf(meeting: string): { leaderToken?: string };
  secretOf(meeting: string): string | undefined;
  stateFor(view: View): {
    meeting: string | null;
    connection: string;
    phase: string;
    rest: { message: string } | null;
    over: { rest_id: string } | null;
    members: { connected: number } | null;
    undo_until: number;
    requests: { count: number } | null;
  };
  tabWithBreak(id: string): number | undefined;
  followings: { stopAll(): void };
}
interface Modules {
  tabs: { Tabs: new (store: FakeStore, onChange: () => void) => Tabs };
  record: { Records: new (store: FakeStore) => Records };
  settings: { readSettings(chosen?: object): Promise<Record<string, unknown>> };
  app: { App: (new (store: FakeStore, settings: object, session: object) => App) & { prototype: App } };
  commands: { perform(app: object, view: object, command: object): Promise<unknown> };
  views: { View: new (port: object) => View };
}
interface Following {
  known?: { rest: { message: string; duration_seconds?: number } | null };
  isRefused: boolean;
  shown(restId: string): void;
  stop(): void;
}
interface Followings {
  Following: new (around: object) => Following;
}
interface ServerAddress {
  serverFrom(text: string, options?: { isPage?: boolean }): string | undefined;
  isPlain(server: string): boolean;
}

describe('the background of the extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kyukei-background-'));
  const chrome = fakeChrome();
  const background = {} as Modules;
  let address: ServerAddress;
  const load = async <T>(name: string, query = '') =>
    (await import(pathToFileURL(join(folder, `${name}.js`)).href + query)) as T;

  beforeAll(async () => {
    // What the background looks after by timers would keep the test from its end.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'Date', 'performance'] });
    for (const [name, content] of extensionFiles('chrome')) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    Object.assign(globalThis, { chrome });
    address = await load<ServerAddress>('server-address');
    for (const name of ['tabs', 'record', 'settings', 'app', 'commands', 'views'] as const) {
      background[name] = await load<never>(`background/${name}`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe('with an administrator’s policy', () => {
    const settingsBy = (managed: object, chosen = {}) => {
      chrome.storage.managed.get = () => Promise.resolve(managed);
      return background.settings.readSettings(chosen);
    };

    it('takes over what it can set, and nothing else', async () => {
      const managed = {
        server: 'HTTPS://Kyukei.Example:443/',
        language: 'ja',
        chime: true,
        key: 'x',
        more: 1,
      };
      const settings = await settingsBy(managed, { language: 'en', notify: false, key: 'mine' });
      expect(settings).toMatchObject({ server: 'https://kyukei.example', language: 'ja', chime: true });
      expect(settings).toMatchObject({ notify: false, key: 'mine' });
    });

    it.each([
      ['a server that is no text', { server: 42 }],
      ['a server that is no address', { server: 'javascript:alert(1)' }],
      ['a server of another protocol', { server: 'file:///etc' }],
      ['a language that there is not', { language: 'xx' }],
      ['words in place of yes and no', { notify: 'no', chime: 'loud', cup: 0 }],
      ['nothing at all', { server: null, language: null, notify: null }],
    ])('keeps what the user chose over %s', async (_, managed) => {
      const chosen = {
        server: 'https://mine.example',
        language: 'en',
        notify: true,
        chime: false,
        cup: true,
      };
      expect(await settingsBy(managed, chosen)).toMatchObject(chosen);
    });

    it('keeps the path of a server that an administrator set, also if it looks like that of a page', async () => {
      const { server } = await settingsBy({ server: 'HTTPS://Intra.Example:443/api/kyukei/' });
      expect(server).toBe('https://intra.example/api/kyukei');
    });
  });

  it.each([
    ['localhost:8000', 'http://localhost:8000', false],
    ['http://[::1]:8000/console/abc', 'http://[::1]:8000', false],
    [' ｋｙｕｋｅｉ．ｅｘａｍｐｌｅ／ｍ／ａｂｃ ', 'https://kyukei.example', false],
    ['https://user:secret@kyukei.example:443/team/?x#y', 'https://kyukei.example/team', false],
    ['http://kyukei.example', 'http://kyukei.example', true],
    ['http://localhost.evil.example', 'http://localhost.evil.example', true],
    ['http://127.0.0.1.evil.example/', 'http://127.0.0.1.evil.example', true],
    ['LOCALHOST:8000', 'http://localhost:8000', false],
  ])(
    'takes %s for the server %s, and knows whether others can read what is sent',
    (typed, server, isPlain) => {
      expect([address.serverFrom(typed, { isPage: true }), address.isPlain(server)]).toEqual([
        server,
        isPlain,
      ]);
    },
  );

  it.each(['', 'two words', 'ftp://kyukei.example', 'javascript:alert(1)', 'https://', 'data:,x'])(
    'takes “%s” for no server',
    (typed) => {
      expect(address.serverFrom(typed)).toBeUndefined();
    },
  );

  it.each(['constructor', '__proto__', 'toString'])('finds the meeting that is named %s', (name) => {
    const tabs = new background.tabs.Tabs(new FakeStore(), () => undefined);
    tabs.visit(1, 'https://meet.google.com/abc-defg-hij');
    tabs.correct(1, 'ours');
    tabs.visit(2, `https://meet.google.com/lookup/${name}`);
    const meeting = name.toLowerCase();
    expect([tabs.meetingOf(1).meeting, tabs.meetingOf(2).meeting]).toEqual(['ours', meeting]);
    tabs.correct(2, 'theirs');
    tabs.visit(3, `https://meet.google.com/lookup/${name}`);
    expect(tabs.meetingOf(3).meeting).toBe('theirs');
  });

  it('forgets the oldest meetings of a page that names ever new ones', () => {
    const store = new FakeStore();
    const key = (at: number) => `https://kyukei.example m${String(at)}`;
    const all = Array.from({ length: 500 }, (_, at) => [key(at), { used: Date.now() - at }]);
    store.set('meetings', Object.fromEntries(all));
    const records = new background.record.Records(store);
    records.change(key(500), { cursor: '1-0' });
    const kept = Object.keys(store.get('meetings') as object);
    expect(kept).toHaveLength(500);
    expect([key(498), key(499), key(500)].filter((one) => kept.includes(one))).toEqual([key(498), key(500)]);
  });

  it.each([
    ['a token with a line break', { token: 'x\r\nCookie: y' }, 'key'],
    ['a token in letters that no header carries', { token: '休憩' }, 'key'],
    ['a token longer than any', { token: 'x'.repeat(5000) }, 'key'],
    ['a token as it should be', { token: 'a.b_c-d' }, 'a.b_c-d'],
  ])('shows the service the key in place of %s', (_, record, shown) => {
    const app = { recordOf: () => record, settings: { key: 'key' } };
    expect(background.app.App.prototype.secretOf.call(app as never, 'abc')).toBe(shown);
  });

  describe('on the stream of a meeting', () => {
    let service: FakeService;
    const followings: Following[] = [];

    beforeEach(() => void (service = new FakeService()));
    afterEach(() => {
      for (const following of followings.splice(0)) following.stop();
      service.stop();
    });

    async function follow(differences: object): Promise<Following> {
      const { Following } = await load<Followings>('background/following');
      const nothing = () => undefined;
      const following = new Following({
        ...{ server: 'https://kyukei.example', meeting: 'abc', clientId: 'me' },
        ...{ record: () => ({}), keep: nothing, secret: nothing, begun: nothing, over: nothing },
        ...{ save: () => Promise.resolve(), changed: nothing, undo: { heard: nothing } },
        ...differences,
      });
      followings.push(following);
      return following;
    }

    it('saves a break before it shows it, because it may be stopped right after', async () => {
      const saves: { saved: string | undefined; shown: string | undefined }[] = [];
      const following: Following = await follow({
        save({ known }: { known: Following['known'] }) {
          saves.push({ saved: known?.rest?.message, shown: following.known?.rest?.message });
          return Promise.resolve();
        },
      });
      const stream = await service.stream();
      stream.state();
      stream.send('message', { event: 'rest_required', rest_id: 'r', message: 'Tea' }, '2-0');
      await soon(() => following.known?.rest?.message === 'Tea');
      expect(saves.find(({ saved }) => saved === 'Tea')).toEqual({ saved: 'Tea', shown: undefined });
    });

    it.each([
      ['reports', 'the break that is on', 1],
      ['does not report', 'the one before', 0],
    ])('%s, once, that somebody looked at %s before the stream told of it', async (_, looked, count) => {
      const acks: string[] = [];
      service.answer = (path) => {
        if (path === '/rest/ack') acks.push(path);
        return undefined;
      };
      const heard: string[] = [];
      const following = await follow({ changed: (_: Following, name: string) => heard.push(name) });
      following.shown(looked);
      const stream = await service.stream();
      stream.state({ rest: { rest_id: 'the break that is on', message: 'Tea' } });
      stream.send('presence', { members: { connected: 7 } });
      await soon(() => heard.includes('presence'));
      await jest.advanceTimersByTimeAsync(0);
      expect(acks).toHaveLength(count);
    });

    const time = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const tea = { event: 'rest_required', rest_id: 'r', message: 'Tea', ends_at: null };

    it.each([
      [
        'that has ended since',
        (stream: FakeStream) => {
          stream.send('all_back', { event: 'all_back', timestamp: time(-50) }, '3-0');
          stream.send('rest_ended', { event: 'rest_ended', rest_id: 'r', server_time: time(-40) }, '4-0');
        },
        'rest_ended',
        null,
      ],
      [
        'when the connection ends after it',
        (stream: FakeStream) => {
          stream.end();
        },
        'offline',
        null,
      ],
      [
        'whose end has passed',
        (stream: FakeStream) => {
          const extended = {
            event: 'rest_extended',
            rest_id: 'r',
            ends_at: time(-1),
            server_time: time(-50),
          };
          stream.send('rest_extended', extended, '3-0');
        },
        'rest_extended',
        'Tea',
      ],
    ] as const)('does not tell of a break, heard after sleep, %s', async (_, then, last, shown) => {
      const told: string[] = [];
      const heard: string[] = [];
      const following = await follow({
        begun: (_: Following, { message }: { message: string }) => told.push(message),
        changed: (_: Following, name: string) => heard.push(name),
      });
      const stream = await service.stream();
      stream.state();
      stream.send('message', { ...tea, server_time: time(-60) }, '2-0');
      then(stream);
      await soon(() => heard.includes(last));
      await jest.advanceTimersByTimeAsync(300);
      expect([told, following.known?.rest?.message ?? null]).toEqual([[], shown]);
    });

    it('tells of a break, heard after sleep, that is still on', async () => {
      const told: string[] = [];
      const heard: string[] = [];
      await follow({
        begun: (_: Following, { message }: { message: string }) => told.push(message),
        changed: (_: Following, name: string) => heard.push(name),
      });
      const stream = await service.stream();
      stream.state();
      stream.send('message', { ...tea, ends_at: time(60), server_time: time(-60) }, '2-0');
      await soon(() => heard.includes('message'));
      await jest.advanceTimersByTimeAsync(300);
      expect(told).toEqual(['Tea']);
    });

    it.each([
      ['one break', 'a time some ms later', '1777629600000', '1777629600012', ['Tea']],
      ['two breaks', 'a time 6 s later', '1777629600000', '1777629606000', ['Tea', 'Tea']],
      ['two breaks', 'another id', 'r', 's', ['Tea', 'Tea']],
    ])(
      'tells of %s when, after a message, `state` names the break by %s',
      async (_, __, id, other, breaks) => {
        const [begun, over]: [string[], string[]] = [[], []];
        let record: { told?: string; over?: { rest_id: string } } = {};
        const following = await follow({
          record: () => record,
          keep: (change: object) => (record = { ...record, ...change }),
          begun: (_: Following, { message }: { message: string }) => begun.push(message),
          over: (_: Following, restId: string) => over.push(restId),
        });
        const stream = await service.stream();
        stream.state();
        stream.send('message', { ...tea, rest_id: id, server_time: time(0) }, '2-0');
        stream.state({ rest: { rest_id: other, message: 'Tea', duration_seconds: 300 } });
        await soon(() => following.known?.rest?.duration_seconds === 300);
        stream.send('rest_ended', { event: 'rest_ended', rest_id: other, server_time: time(0) }, '3-0');
        await soon(() => !following.known?.rest);
        expect([begun, over]).toEqual([breaks, breaks.length > 1 ? [id, other] : [id]]);
        expect(record.over?.rest_id).toBe(record.told);
      },
    );

    it.each([
      [401, 'text/html', false],
      [403, 'application/json', false],
      [401, 'application/problem+json', true],
      [403, 'application/problem+json', true],
    ])('takes a %i in %s for the refusal of the service: %s', async (status, type, isRefused) => {
      service.answer = () => new Response('{}', { status, headers: { 'Content-Type': type } });
      const heard: string[] = [];
      const following = await follow({ changed: (_: Following, name: string) => heard.push(name) });
      await soon(() => heard.includes('refused'));
      expect(following.isRefused).toBe(isRefused);
    });
  });

  const popup: View = { isPage: false };

  /** Follows a meeting by its code. */
  function appThatFollows(meeting: string | null = 'abc'): App {
    const store = new FakeStore();
    store.set('followed', meeting);
    const settings = { server: 'https://kyukei.example', key: '', name: '', language: 'en' };
    const app = new background.app.App(store, settings, {});
    app.update();
    return app;
  }

  it('leaves the meeting of another tab, which the popup shows, in all tabs', async () => {
    const service = new FakeService();
    const app = appThatFollows(null);
    for (const id of [1, 2]) {
      app.tabs.connect(id);
      app.tabs.visit(id, 'https://meet.google.com/abc-defg-hij');
    }
    app.tabs.visit(3, 'https://teams.microsoft.com/v2/');
    const elsewhere = { isPage: false, tabId: 3 };
    expect(app.stateFor(elsewhere).meeting).toBe('abc-defg-hij');
    await background.commands.perform(app, elsewhere, { name: 'follow', meeting: null });
    expect(app.stateFor(elsewhere).meeting).toBeNull();
    expect([1, 2].map((id) => app.tabs.meetingOf(id).meeting)).toEqual([null, null]);
    app.followings.stopAll();
    service.stop();
  });

  it('leads from a notification to the tab of its break, or else to that of another', async () => {
    const service = new FakeService();
    const app = appThatFollows();
    await service.stream();
    for (const [id, meeting] of ['abc-defg-hij', 'klm-nopq-rst'].entries()) {
      app.tabs.connect(id);
      app.tabs.visit(id, `https://meet.google.com/${meeting}`);
    }
    await service.stream(3);
    for (const [at, stream] of service.streams.entries())
      stream.state({ rest: { rest_id: `r${String(at)}`, message: 'Tea' } });
    await soon(() => [0, 1].every((tabId) => app.stateFor({ isPage: true, tabId }).rest));
    await soon(() => app.stateFor({ isPage: false }).rest);
    expect(['rest r1', 'rest r2', 'rest r0'].map((id) => app.tabWithBreak(id))).toEqual([0, 1, 0]);
    app.followings.stopAll();
    service.stop();
  });

  describe('with a meeting that a leader follows by its code', () => {
    let service: FakeService;
    let app: App;
    /** The time of a command. Frames that are older than 1.5 s count as late. */
    let called: string;

    beforeEach(() => {
      called = time(0);
      service = new FakeService();
      app = appThatFollows();
      app.change('abc', { leads: true });
    });
    afterEach(() => {
      jest.clearAllTimers();
      app.followings.stopAll();
      service.stop();
    });

    const command = (name: string, fields = {}) =>
      background.commands.perform(app, popup, { name, ...fields });
    const time = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const undoUntil = () => app.stateFor(popup).undo_until;
    const rest = (timestamp: string) => ({ event: 'rest_required', rest_id: 'r', message: 'Tea', timestamp });

    it('offers Undo from the notice of a command on, until another command comes', async () => {
      const stream = await service.stream();
      stream.state();
      await command('rest', { minutes: 5, message: 'Tea' });
      stream.send('message', { ...rest(called), ends_at: null }, '1-0');
      await soon(() => undoUntil() === Date.parse(called) + 10_000);
      stream.send('all_back', { event: 'all_back', timestamp: time(1) }, '2-0');
      stream.send('presence', { members: { connected: 7 } });
      await soon(() => app.stateFor(popup).members?.connected === 7);
      expect(undoUntil()).toBe(Date.parse(called) + 10_000);
      stream.send('rest_extended', { event: 'rest_extended', rest_id: 'r', timestamp: time(2) }, '3-0');
      await soon(() => undoUntil() === 0);
    });

    it('offers Undo for the second of two commands that were sent right after each other', async () => {
      const stream = await service.stream();
      stream.state({ rest: { rest_id: 'r', message: 'Tea' } });
      await command('extend', { seconds: 300 });
      await command('extend', { seconds: 300 });
      const extended = { event: 'rest_extended', rest_id: 'r' };
      stream.send('rest_extended', { ...extended, timestamp: called }, '1-0');
      stream.send('rest_extended', { ...extended, timestamp: time(1) }, '2-0');
      await soon(() => undoUntil() > Date.parse(called) + 10_000);
    });

    it('moves the end in the notification of a break, and removes that when the meeting is left', async () => {
      const update = jest.spyOn(chrome.notifications, 'update');
      const clear = jest.spyOn(chrome.notifications, 'clear');
      service.answer = (path) =>
        path.startsWith('/_locales/') ? Response.json({ until: { message: 'until {time}' } }) : undefined;
      const ends_at = time(600);
      const stream = await service.stream();
      stream.state({ rest: { rest_id: 'r', message: 'Tea', ends_at: time(300) } });
      await soon(() => app.stateFor(popup).rest?.message === 'Tea');
      const extended = { event: 'rest_extended', rest_id: 'r', ends_at, timestamp: called };
      stream.send('rest_extended', extended, '1-0');
      const until = new Date(ends_at).toLocaleTimeString('en', { timeStyle: 'short' });
      await soon(() => update.mock.calls.some(([, { message }]) => message === `until ${until}`));
      expect(update).toHaveBeenLastCalledWith('rest r', expect.objectContaining({ title: 'Tea' }));
      expect(clear).not.toHaveBeenCalled();
      await command('follow', { meeting: null });
      expect(clear).toHaveBeenCalledWith('rest r');
      update.mockRestore();
      clear.mockRestore();
    });

    it('shows that a break is over, unless the meeting ended with it', async () => {
      const stream = await service.stream();
      stream.state({ rest: { rest_id: 'r', message: 'Tea' } });
      await soon(() => app.stateFor(popup).rest?.message === 'Tea');
      const reason = 'meeting_ended';
      stream.send('rest_ended', { event: 'rest_ended', rest_id: 'r', reason, timestamp: called }, '1-0');
      await soon(() => app.stateFor(popup).over?.rest_id === 'r');
      stream.send('meeting_ended', { event: 'meeting_ended', timestamp: called }, '2-0');
      await soon(() => app.stateFor(popup).phase === 'ended');
      expect(app.stateFor(popup).over).toBeNull();
    });

    it('offers no Undo when another leader’s command of the same kind was the last', async () => {
      const stream = await service.stream();
      stream.state();
      await command('rest', { minutes: 5, message: 'Tea' });
      stream.send('message', rest(called), '1-0');
      stream.send('message', { ...rest(time(1)), rest_id: 's' }, '2-0');
      stream.send('presence', { members: { connected: 7 } });
      await soon(() => app.stateFor(popup).members?.connected === 7);
      expect(undoUntil()).toBe(0);
    });

    it('drops a leader token that the service does not know, which would stand before the key', async () => {
      app.settings.key = 'right';
      service.answer = (path, secret) => (secret === 'wrong' ? problem(401, 'unauthorized') : undefined);
      await command('credential', { secret: 'wrong' });
      await soon(() => app.recordOf('abc').leaderToken === undefined);
      await jest.advanceTimersByTimeAsync(1);
      const stream = await service.stream(2);
      expect([stream.role, stream.secret]).toEqual(['leader', 'right']);
    });

    it('is a member when the key is wrong too, until another one is entered', async () => {
      service.answer = (path) => (path.endsWith('as leader') ? problem(401, 'unauthorized') : undefined);
      await command('credential', { secret: 'wrong' });
      await soon(() => app.recordOf('abc').leaderToken === undefined);
      await jest.advanceTimersByTimeAsync(1);
      const stream = await service.stream(2);
      expect([stream.role, app.stateFor(popup).connection]).toEqual(['member', 'refused']);
    });

    it('hears and answers with the token of the link when the key is wrong', async () => {
      app.settings.key = 'old';
      const secrets: string[] = [];
      service.answer = (path, secret) => {
        if (path === '/rest/ack') secrets.push(secret);
        return secret === 'of-the-link' ? undefined : problem(401, 'unauthorized');
      };
      app.change('abc', { token: 'of-the-link' });
      await soon(() => app.stateFor(popup).connection === 'refused');
      await jest.advanceTimersByTimeAsync(1);
      const stream = await service.stream();
      await command('answer', { status: 'away' });
      expect([stream.role, stream.secret, secrets]).toEqual(['member', 'of-the-link', ['of-the-link']]);
    });

    it.each([
      ['leads with the key', 'right', ['leader', 'right']],
      ['listens with it, without a key', '', ['member', 'a-members']],
    ])('%s, when the leader token is a member’s', async (_, key, expected) => {
      app.settings.key = key;
      service.answer = (path, secret) =>
        path.endsWith('as leader') && secret !== 'right' ? problem(403, 'forbidden') : undefined;
      await command('credential', { secret: 'a-members' });
      await soon(() => app.recordOf('abc').leaderToken === undefined);
      await jest.advanceTimersByTimeAsync(1);
      const stream = await service.stream();
      expect([stream.role, stream.secret]).toEqual(expected);
    });

    it('keeps the leader token when the service refuses the origin', async () => {
      service.answer = (path) =>
        path.endsWith('as leader') ? problem(403, 'origin_not_allowed') : undefined;
      await command('credential', { secret: 'good' });
      await soon(() => app.stateFor(popup).connection === 'refused');
      expect(app.recordOf('abc').leaderToken).toBe('good');
    });

    it.each([
      ['forgets', 'another break', 's', null],
      ['keeps', 'the same break', 'r', { kind: 'more_time', count: 2 }],
    ])(
      '%s who asked for more time when notices were lost, and %s is on',
      async (_, __, rest_id, requests) => {
        const stream = await service.stream();
        stream.state({ rest: { rest_id: 'r', message: 'Tea' } });
        stream.send('more_time_requested', { count: 2, timestamp: called });
        await soon(() => app.stateFor(popup).requests);
        stream.state({ rest: { rest_id, message: 'Cake' }, resync: true, cursor: '9-0' });
        await soon(() => app.stateFor(popup).rest?.message === 'Cake');
        expect(app.stateFor(popup).requests).toEqual(requests);
      },
    );

    it('offers Undo for the start that claims the meeting, and that opens another stream', async () => {
      const claiming = { leader_token: 'claimed' };
      service.answer = (path) => (path === '/start' ? Response.json(claiming) : undefined);
      (await service.stream()).state({ phase: 'not_started' });
      await command('start');
      const stream = await service.stream(2);
      expect(stream.secret).toBe('claimed');
      stream.send('meeting_started', { event: 'meeting_started', timestamp: called }, '1-0');
      await soon(() => undoUntil() === Date.parse(called) + 10_000);
    });
  });

  describe('in a browser that is slow, fails, or has just started', () => {
    let service: FakeService;

    beforeEach(() => void (service = new FakeService()));
    afterEach(() => {
      jest.clearAllTimers();
      Object.assign(chrome, fakeChrome());
      service.stop();
    });

    /** Starts a life of the background. */
    let lives = 0;
    const start = () => load('background/main', `?life=${String(++lives)}`);
    /** A view that connects, and says which address its tab has. */
    function connect(port: FakePort, href: string): void {
      chrome.runtime.onConnect.fire(port);
      port.onMessage.fire({ type: 'address', href });
    }

    const fails = () => Promise.reject(new Error('broken'));
    const hangs = () => new Promise<never>(() => undefined);

    it('starts when it can read its storage, and tells the views that are left', async () => {
      const reads = [fails, hangs, () => Promise.resolve({})];
      chrome.storage.local.get = () => reads.shift()?.() ?? Promise.resolve({});
      chrome.storage.session.get = hangs;
      await start();
      const [closed, broken, open] = [new FakePort(), new FakePort(), new FakePort()];
      broken.postMessage = () => {
        throw new Error('Attempting to use a disconnected port object');
      };
      for (const port of [closed, broken, open]) connect(port, 'https://example.com/');
      closed.onDisconnect.fire();
      await jest.advanceTimersByTimeAsync(4_000);
      await soon(() => open.told.length === 2);
      expect(open.told.map(({ type }) => type)).toEqual(['texts', 'state']);
      expect(closed.told).toEqual([]);
    });

    it('keeps a tab that has connected before the browser reports its own start', async () => {
      const settings = { server: 'https://kyukei.example' };
      chrome.storage.local.get = () => Promise.resolve({ settings });
      await start();
      const page = new FakePort('https://meet.google.com/abc-defg-hij');
      connect(page, 'https://meet.google.com/abc-defg-hij');
      await soon(() => page.told.length === 2);
      chrome.runtime.onStartup.fire();
      page.onMessage.fire({ type: 'command', id: 1, command: { name: 'answer', status: 'away' } });
      await soon(() => page.told.some(({ type }) => ['done', 'refused'].includes(type)));
      expect(page.told).toContainEqual({ type: 'done', id: 1 });
    });

    it('removes the badge of a break that ended between two lives of the background', async () => {
      const badges: unknown[] = [];
      chrome.action.setBadgeText = (badge: unknown) => Promise.resolve(badges.push(badge));
      await start();
      await soon(() => badges.length > 0);
      expect(badges).toEqual([{ text: '' }]);
    });

    it.each([
      ['enters no tab whose script returns after the popup', true, 0],
      ['enters a tab without a script', false, 1],
    ])('%s', async (_, isBack, count) => {
      const entered: unknown[] = [];
      chrome.scripting.executeScript = (injection: unknown) => Promise.resolve(entered.push(injection));
      await start();
      const href = 'https://meet.google.com/abc-defg-hij';
      const [pressed, page] = [new FakePort(), new FakePort(href)];
      chrome.runtime.onConnect.fire(pressed);
      pressed.onMessage.fire({ type: 'address', href, tab: 7 });
      await soon(() => pressed.told.length === 2);
      if (isBack) connect(page, href);
      await jest.advanceTimersByTimeAsync(1_500);
      expect(entered).toHaveLength(count);
    });

    it('sends a view the texts before any state', async () => {
      await start();
      const port = new FakePort();
      connect(port, 'https://example.com/');
      port.onMessage.fire({ type: 'wake' });
      await soon(() => port.told.length === 2);
      expect(port.told.map(({ type }) => type)).toEqual(['texts', 'state']);
    });

    it.each([
      ['59', 59, '0:00'],
      ['60', 60, ''],
    ])(
      'has the badge %s s after a break should have ended, of which no more is heard',
      async (_, ago, text) => {
        const badges: unknown[] = [];
        chrome.action.setBadgeText = (badge: unknown) => Promise.resolve(badges.push(badge));
        const app = appThatFollows();
        const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
        const rest = { rest_id: 'r', message: 'Tea', started_at: at(-300), ends_at: at(-ago) };
        (await service.stream()).state({ rest });
        await soon(() => app.stateFor(popup).rest);
        expect(badges.at(-1)).toEqual({ text });
        app.followings.stopAll();
      },
    );

    it('shows a break although it cannot be saved, and then nothing older', async () => {
      const saves = [hangs, hangs, () => Promise.resolve()];
      chrome.storage.session.set = () => saves.shift()?.() ?? Promise.resolve();
      const app = appThatFollows();
      const message = () => app.stateFor(popup).rest?.message;
      const stream = await service.stream();
      stream.state({ rest: { rest_id: 'r', message: 'Tea' } });
      await soon(() => saves.length === 2);
      expect(message()).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1_000);
      expect(message()).toBe('Tea');
      stream.send('message', { rest_id: 's', message: 'Cake' }, '1-0');
      await soon(() => saves.length === 1);
      stream.send('message', { rest_id: 't', message: 'Lunch' }, '2-0');
      await soon(() => message() === 'Lunch');
      await jest.advanceTimersByTimeAsync(1_000);
      expect(message()).toBe('Lunch');
      app.followings.stopAll();
    });
  });

  describe('towards the script in a meeting’s page', () => {
    const viewOf = (url: string, name = '') => new background.views.View(new FakePort(url, name));

    it('tells it by its address, whatever it calls itself', () => {
      expect(viewOf('https://meet.google.com/abc-defg-hij', 'popup').isPage).toBe(true);
      expect(viewOf(`${ID}popup/popup.html`, 'page').isPage).toBe(false);
    });

    it.each([
      { name: 'follow', meeting: 'https://evil.example/m/abc' },
      { name: 'lead', on: true },
      { name: 'credential', secret: 'x' },
    ])('refuses $name, which is the popup’s', async (command) => {
      const view = viewOf('https://meet.google.com/abc-defg-hij');
      await expect(background.commands.perform({}, view, command)).rejects.toMatchObject({
        code: 'forbidden',
      });
    });
  });
});
