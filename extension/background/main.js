/**
 * The background: a service worker in Chromium, an event page in Firefox. The browser stops it when it is
 * idle and starts it for the next event. All listeners are therefore registered synchronously: with a
 * top-level `await`, Firefox would lose events, and Chromium would refuse the worker.
 */
import { App } from './app.js';
import { enterOpenTabs, registerSites } from './content-scripts.js';
import { View } from './views.js';

const started = App.start();

/**
 * Returns nothing: Firefox reports an error if a listener returns a value that cannot be cloned.
 * @param {(app: App) => unknown} act
 */
const when = (act) => {
  void started.then(act);
};

chrome.runtime.onConnect.addListener((port) => {
  // The port may speak, and close, while the background starts. `when` keeps the order.
  const view = new View(port);
  when((app) => app.connect(view));
  port.onMessage.addListener((request) => when((app) => app.hear(view, request)));
  port.onDisconnect.addListener(() => when((app) => app.disconnect(view)));
});

chrome.alarms.onAlarm.addListener(() => when((app) => app.wake()));
chrome.tabs.onRemoved.addListener((id) => when((app) => app.tabs.forget(id)));
chrome.runtime.onStartup.addListener(() => when((app) => app.tabs.forgetGone()));
chrome.storage.onChanged.addListener((changes, area) =>
  when((app) => {
    if (area === 'local' && changes['settings']) app.store.values['settings'] = changes['settings'].newValue;
    if (area === 'managed' || changes['settings']) void app.settingsChanged();
  }),
);

const enter = () =>
  when(async (app) => {
    await registerSites();
    await enterOpenTabs(app.tabs.isConnected);
  });
chrome.runtime.onInstalled.addListener(enter);
chrome.permissions.onAdded.addListener(() => {
  // The server may be reachable only now.
  when((app) => app.wake());
  enter();
});
chrome.permissions.onRemoved.addListener(() => when(() => void registerSites()));

// The browser installs an update only while the extension is idle, which it is not while it follows a
// meeting.
chrome.runtime.onUpdateAvailable.addListener(() =>
  when((app) => app.whenQuiet(() => chrome.runtime.reload())),
);

chrome.notifications.onClicked.addListener((id) =>
  when((app) => {
    const tabId = app.tabWithBreak(id);
    if (tabId === undefined) return;
    void chrome.tabs.update(tabId, { active: true });
    void chrome.tabs.get(tabId).then(({ windowId }) => chrome.windows.update(windowId, { focused: true }));
    void chrome.notifications.clear(id);
  }),
);
