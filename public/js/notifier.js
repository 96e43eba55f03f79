/** A service worker for notifications only. It handles no request; a click on a notification opens its page. */
const worker = /** @type {any} */ (self);

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
