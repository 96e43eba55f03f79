/** Registers the service worker, which shows notifications and the offline page, for pages of this kind only. */
import { whenHeard } from './live.js';
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
export const keepOfflinePage = () => whenHeard(() => void registerWorker());
