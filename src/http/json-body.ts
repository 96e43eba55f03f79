import type { RequestHandler } from 'express';
import { MalformedJson } from '../problems/request-refusals.js';

/** Names that clients give to an encoding beside the registered ones; RFC 9110 §8.4.1.3 has the first. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'x-gzip': 'gzip',
  'utf-8': 'identity',
  utf8: 'identity',
};

/** Calls the encoding by the name that the body parser knows. Before it. */
export const nameEncoding: RequestHandler = ({ headers }, _, next) => {
  const given = headers['content-encoding']?.trim().toLowerCase() ?? '';
  const name = ENCODINGS[given];
  if (name !== undefined) headers['content-encoding'] = name;
  next();
};

/**
 * Makes JSON of the bytes that the body parser read. What they are decides, not what `Content-Type` calls them: JSON between
 * systems is UTF-8 (RFC 8259 §8.1), and `curl -d` and `sendBeacon` say that it is something else.
 */
export const readJson: RequestHandler = (request, _, next) => {
  if (Buffer.isBuffer(request.body)) request.body = jsonOf(request.body);
  next();
};

function jsonOf(bytes: Buffer): unknown {
  const text = utf8(bytes);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedJson(`The body is not JSON: ${error.message}`);
    throw error;
  }
}

/** Without a byte order mark, as RFC 8259 §8.1 allows. */
function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedJson(
      'The body is not UTF-8: save or send it as UTF-8. In a Windows prompt, `chcp 65001` does.',
    );
  }
}
