import type { RequestHandler } from 'express';
import { MalformedJson } from '../problems/request-refusals.js';

/**
 * Maximum nesting of a body (RFC 8259 §9). Ours have two levels; unknown fields, which are ignored, may have
 * more.
 */
const MAX_DEPTH = 32;

/** Unregistered names of encodings that clients send. RFC 9110 §8.4.1.3 mentions the first. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['x-gzip', 'gzip'],
  ['utf-8', 'identity'],
  ['utf8', 'identity'],
]);

/** Renames an encoding to the name that the body parser knows. Runs before it. */
export const nameEncoding: RequestHandler = ({ headers }, _, next) => {
  const given = headers['content-encoding']?.trim().toLowerCase() ?? '';
  const name = ENCODINGS.get(given);
  if (name !== undefined) headers['content-encoding'] = name;
  next();
};

/**
 * Parses the bytes of a body as JSON in UTF-8 (RFC 8259 §8.1), whatever `Content-Type` says: `curl -d` and
 * `sendBeacon` name another type.
 */
export const readJson: RequestHandler = (request, _, next) => {
  if (Buffer.isBuffer(request.body)) request.body = jsonOf(request.body);
  next();
};

function jsonOf(bytes: Buffer): unknown {
  const text = utf8(bytes);
  if (text === '') return undefined;
  const body = parsed(text);
  if (isTooDeep(body)) throw new MalformedJson(`The body has more than ${MAX_DEPTH} levels of nesting.`);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedJson(`The body is not JSON: ${error.message}`);
    throw error;
  }
}

/** Walks level by level: on such a body, a recursion would overflow the stack, as the validation would. */
function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

/** Decodes UTF-8 and drops a byte order mark, as RFC 8259 §8.1 allows. */
function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedJson(
      'The body is not UTF-8: save or send it as UTF-8. In a Windows prompt, `chcp 65001` does.',
    );
  }
}
