/** Commands to the service. */

/** The service's `code`, or `unreachable`. */
export class Refusal extends Error {
  /** @param {string} code @param {string} detail */
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

/** Nobody waits longer for a press on a button. */
const TIMEOUT_MS = 8_000;
/** After these it is not known whether the command was applied. */
const UNKNOWN = ['unreachable', 'store_unavailable'];

/**
 * Sends a command; once more, under the same key, when it is not known whether the first one arrived.
 * @param {string} url @param {{ method?: string, body?: object, secret?: string | undefined }} request
 * @returns {Promise<any>}
 */
export async function send(url, { method = 'POST', body, secret }) {
  const headers = {
    'Idempotency-Key': crypto.randomUUID(),
    ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
  };
  const attempt = () => answered(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Refusal) || !UNKNOWN.includes(error.code)) throw error;
    return attempt();
  }
}

/** @param {string} url @param {string | undefined} secret @returns {Promise<any>} */
export const read = (url, secret) =>
  answered(url, secret ? { headers: { Authorization: `Bearer ${secret}` } } : {});

/** @param {string} url @param {RequestInit} request */
async function answered(url, request) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { ...request, signal }).catch(() => {
    throw new Refusal('unreachable', '');
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(body.code ?? '', body.detail ?? response.statusText);
  return body;
}
