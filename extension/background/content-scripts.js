/** The overlay in the pages of optional sites, and in tabs that were open before. */
import { SITES } from '../sites.js';

/** Firefox answers its manifest with whole addresses, which it does not take as file names. */
const FILES = (chrome.runtime.getManifest().content_scripts?.[0]?.js ?? []).map((file) =>
  new URL(file, chrome.runtime.getURL('/')).pathname.slice(1),
);
const MEET = 'https://meet.google.com/*';
/** Firefox puts content scripts into open tabs by itself; they have connected by then. */
const CONNECTED_MS = 1_000;

/** @returns {Promise<string[][]>} match patterns of each optional site that was allowed */
async function allowed() {
  const origins = SITES.map((site) => site.origins);
  const answers = await Promise.all(origins.map((each) => chrome.permissions.contains({ origins: each })));
  return origins.filter((_, at) => answers[at]);
}

/** As permissions come and go. */
export async function registerSites() {
  const registered = await chrome.scripting.getRegisteredContentScripts();
  if (registered.length) await chrome.scripting.unregisterContentScripts();
  const matches = (await allowed()).flat();
  if (matches.length)
    await chrome.scripting.registerContentScripts([
      { id: 'sites', matches, js: FILES, runAt: 'document_start' },
    ]);
}

/** @param {(tabId: number) => boolean} isConnected */
export async function enterOpenTabs(isConnected) {
  await new Promise((resolve) => void setTimeout(resolve, CONNECTED_MS));
  const tabs = await chrome.tabs.query({ url: [MEET, ...(await allowed()).flat()] });
  for (const { id } of tabs) if (id !== undefined && !isConnected(id)) await enterTab(id);
}

/** With a permission for its site, or since the user pressed the extension's button on it (`activeTab`). @param {number} tabId */
export async function enterTab(tabId) {
  const injection = { target: { tabId }, files: FILES, injectImmediately: true };
  // An error page, or one of the browser's own.
  await chrome.scripting.executeScript(injection).catch(() => undefined);
}
