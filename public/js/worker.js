/**
 * The service worker of the meetings' pages. A click on a notification opens its page. If a page cannot be
 * loaded, because the service or the network is away, the worker shows the offline page. It caches nothing
 * else, and nothing of the API.
 */
const worker = /** @type {any} */ (self);

/**
 * The service puts its version into these addresses, so that each release brings a new worker with files of
 * its own.
 */
const FILES = [
  './console-assets/offline.html',
  './console-assets/css/tokens.css',
  './console-assets/css/base.css',
  './console-assets/css/notice.css',
  './console-assets/js/offline.js',
].map((path) => new URL(path, location.href).href);

const [OFFLINE = ''] = FILES;

/** Other services may be below other paths of this origin. */
const CACHES = `kyukei ${new URL('./', location.href).href} `;
const CACHE = CACHES + OFFLINE;

worker.addEventListener('install', (/** @type {any} */ event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
  worker.skipWaiting();
});

worker.addEventListener('activate', (/** @type {any} */ event) => {
  event.waitUntil(forgetOthers());
});

async function forgetOthers() {
  const others = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { mode, url } = event.request;
  const file = mode === 'navigate' ? OFFLINE : FILES.find((one) => one === url);
  // The network always comes first: an answer of the service is never replaced, whatever its status.
  if (file) event.respondWith(fetch(event.request).catch(() => kept(file)));
});

/** @param {string} file */
const kept = async (file) => (await caches.match(file)) ?? Response.error();

worker.addEventListener('notificationclick', (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(leadTo(event.notification.data));
});

/** @param {string} address */
async function leadTo(address) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((/** @type {{ url: string }} */ { url }) => url === address);
  await (page ? page.focus() : worker.clients.openWindow(address));
}
