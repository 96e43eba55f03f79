/**
 * Registers the service worker, which shows notifications and the offline page, for pages of this kind only.
 */
import { whenHeard } from './live.js';
import { service } from './place.js';

/**
 * Scope of the worker: `/m/`, `/console/` or `/wall/`. Other pages, `/docs` and the API are outside of it.
 */
const SCOPE = new URL('.', location.href).href;

/** Resolves with whether there is a worker now. There is none on plain HTTP. */
export const registerWorker = async () =>
  'serviceWorker' in navigator &&
  navigator.serviceWorker.register(`${service}worker.js`, { scope: SCOPE }).then(
    () => true,
    () => false,
  );

/** Registered after the page shows its meeting, because the worker is not urgent. */
export const keepOfflinePage = () => whenHeard(() => void registerWorker());
