/** One request for an event stream, from asking to its end. */
import { eventParser } from './event-parser.js';

/**
 * How a stream ended that the client did not end itself. Without a `status` there was no answer, or it broke off.
 * @typedef {object} Ending
 * @property {number} [status] of an answer that was no event stream
 * @property {import('./kyukei-client.js').Problem | undefined} [problem] what the service said with it
 * @property {number} [retryMs] how long it asked to wait
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
      // A proxy's page is no problem of the service's, whatever its status is.
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
    // The network's errors say nothing that a program could act on.
    return {};
  }
}
