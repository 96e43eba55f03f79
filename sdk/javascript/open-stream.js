/** One request for an event stream, until the stream ends. */
import { eventParser } from './event-parser.js';

/**
 * Why a stream ended, if the client did not abort it. Without a `status`, there was no answer or the
 * connection broke off.
 * @typedef {object} Ending
 * @property {number} [status] HTTP status of an answer that is not an event stream
 * @property {import('./kyukei-client.js').Problem | undefined} [problem] body of that answer, if the service sent it
 * @property {number} [retryMs] the wait that the answer asks for
 */

/**
 * @param {string} url
 * @param {RequestInit} options
 * @param {(event: import('./event-parser.js').StreamEvent) => void} onEvent
 * @returns {Promise<Ending>}
 */
export async function openStream(url, options, onEvent) {
  try {
    const response = await fetch(url, { cache: 'no-store', ...options });
    const { status, headers, body } = response;
    const type = headers.get('Content-Type') ?? '';
    if (status !== 200 || !body || !type.startsWith('text/event-stream')) {
      // An error page of a proxy is not a problem document, whatever its status is.
      const problem = type.startsWith('application/problem+json') ? await response.json() : undefined;
      return { status, problem, retryMs: Number(headers.get('Retry-After')) * 1000 || 0 };
    }
    const parse = eventParser(onEvent);
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return {};
      parse(value);
    }
  } catch {
    // Network errors carry no information that a program could use.
    return {};
  }
}
