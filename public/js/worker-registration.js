/** Registers the service worker, which shows notifications and the offline page, for pages of this kind only. */
import { onChange } from './live.js';
import { service } from './place.js';

/** `/m/`, `/console/` or `/wall/`: other pages of the service, `/docs` and the API are none of its business. */
const SCOPE = new URL('.', location.href).href;

/** Resolves with whether there is a worker now. There is none on plain HTTP. */
export const registerWorker = async () =>
  'serviceWorker' in navigator &&
  navigator.serviceWorker.register(`${service}worker.js`, { scope: SCOPE }).then(
    () => true,
    () => false,
  );

/** Once the page shows its meeting: nobody waits for the worker. */
export function keepOfflinePage() {
  let isAsked = false;
  onChange(({ online }) => {
    if (!online || isAsked) return;
    isAsked = true;
    void registerWorker();
  });
}
