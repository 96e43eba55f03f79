/** Puts the overlay into the pages of optional sites, and into tabs that were open before the extension. */
import { SITES } from '../sites.js';

/** Firefox returns absolute URLs in the manifest, but `executeScript` does not accept them as file names. */
const FILES = (chrome.runtime.getManifest().content_scripts?.[0]?.js ?? []).map((file) =>
  new URL(file, chrome.runtime.getURL('/')).pathname.slice(1),
);
const MEET = 'https://meet.google.com/*';
/**
 * By then, the content scripts have connected that Firefox puts into open tabs by itself, and those that
 * return, a second after the background died.
 */
const CONNECTED_MS = 1_200;

/** @returns {Promise<string[][]>} match patterns of each optional site that was allowed */
async function allowed() {
  const origins = SITES.map((site) => site.origins);
  const answers = await Promise.all(origins.map((each) => chrome.permissions.contains({ origins: each })));
  return origins.filter((_, at) => answers[at]);
}

/** Called at the start and whenever permissions change. */
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
  const tabs = await chrome.tabs.query({ url: [MEET, ...(await allowed()).flat()] });
  for (const { id } of tabs) if (id !== undefined) void enterTab(id, isConnected);
}

/**
 * Needs a permission for the site, or the user's press on the extension's button (`activeTab`).
 * @param {number} tabId @param {(tabId: number) => boolean} isConnected
 */
export async function enterTab(tabId, isConnected) {
  await new Promise((resolve) => void setTimeout(resolve, CONNECTED_MS));
  if (isConnected(tabId)) return;
  const injection = { target: { tabId }, files: FILES, injectImmediately: true };
  // Fails on error pages and on the browser's own pages.
  await chrome.scripting.executeScript(injection).catch(() => undefined);
}
