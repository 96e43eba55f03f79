/** The part of `chrome` that the background uses, for tests without a browser. */

export const ID = 'chrome-extension://abc/';

/** An event of the browser, which a test fires. */
export class FakeEvent {
  private readonly listeners: ((...of: unknown[]) => void)[] = [];

  addListener = (listener: (...of: unknown[]) => void): void => void this.listeners.push(listener);
  fire = (...of: unknown[]): void => {
    for (const listener of this.listeners) listener(...of);
  };
}

/** A view's port, as the background sees it. */
export class FakePort {
  readonly onMessage = new FakeEvent();
  readonly onDisconnect = new FakeEvent();
  readonly told: { type: string }[] = [];
  readonly sender: object;

  constructor(
    url = `${ID}popup/popup.html`,
    readonly name = '',
  ) {
    this.sender = { url, tab: { id: 7 } };
  }

  postMessage(message: { type: string }): void {
    this.told.push(message);
  }
}

const nothing = (): Promise<unknown> => Promise.resolve();
const nowhere = { get: (): Promise<object> => Promise.resolve({}), set: nothing, remove: nothing };

export const fakeChrome = () => ({
  action: { setBadgeBackgroundColor: nothing, setBadgeText: nothing as (badge: unknown) => Promise<unknown> },
  alarms: { create: nothing, clear: nothing, onAlarm: new FakeEvent() },
  i18n: { getUILanguage: () => 'en' },
  notifications: {
    create: nothing,
    update: nothing as (id: string, words: { message: string }) => Promise<unknown>,
    clear: nothing as (id: string) => Promise<unknown>,
    onClicked: new FakeEvent(),
  },
  permissions: { onAdded: new FakeEvent(), onRemoved: new FakeEvent() },
  runtime: {
    getURL: (path: string) => ID + path.replace(/^\//, ''),
    getManifest: () => ({}),
    getPlatformInfo: nothing,
    onConnect: new FakeEvent(),
    onInstalled: new FakeEvent(),
    onStartup: new FakeEvent(),
    onUpdateAvailable: new FakeEvent(),
  },
  scripting: { executeScript: nothing as (injection: unknown) => Promise<unknown> },
  storage: {
    local: { ...nowhere },
    managed: { ...nowhere },
    session: { ...nowhere },
    onChanged: new FakeEvent(),
  },
  tabs: { onRemoved: new FakeEvent() },
});
