const RETRY_MIN_MS = 2_000;
const RETRY_MAX_MS = 5_000;

/** How long a client waits before it comes back: each its own random time, so that they do not all come in the same instant. */
export function retryMs(): number {
  return Math.floor(RETRY_MIN_MS + Math.random() * (RETRY_MAX_MS - RETRY_MIN_MS));
}
