/** The answer to a request for an event stream, until the stream ends. */
import { eventParser } from './event-parser.js';

/**
 * Why a stream ended, if the client did not abort it. Without a `status`, there was no answer or the
 * connection broke off.
 * @typedef {object} Ending
 * @property {number} [status] HTTP status of an answer that is not an event stream
 * @property {import('./kyukei-client.js').Problem | undefined} [problem] body of that answer, if the service
 *   sent it
 * @property {number} [retryMs] the wait that the answer asks for
 */

/**
 * @param {Response} response
 * @param {(event: import('./event-parser.js').StreamEvent) => void} onEvent
 * @returns {Promise<Ending>}
 */
export async function readStream(response, onEvent) {
  const { status, headers, body } = response;
  const type = headers.get('Content-Type') ?? '';
  if (status !== 200 || !type.startsWith('text/event-stream')) {
    // A page of a proxy is not a problem of the service, whatever its status is.
    const problem = type.startsWith('application/problem+json')
      ? await response.json().catch(() => undefined)
      : undefined;
    return { status, problem, retryMs: Number(headers.get('Retry-After')) * 1000 };
  }
  const parse = eventParser(onEvent);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return {};
    parse(value);
  }
}
