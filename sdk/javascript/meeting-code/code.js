/** From a name to a meeting's id. */
import { digest } from './digest.js';

/** As the service checks it. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** @param {string} id */
export const isId = (id) => ID.test(id);

/** The name itself where it can be an id, so that people can read and type it; else a digest of it. @param {string} name */
export const idOf = (name) => (isId(name) ? name : `x-${digest(name)}`);

/** `abc-defg-hij`, however somebody wrote it: in capitals, with spaces, without hyphens. */
const MEET = /^([a-z]{3})[- ]?([a-z]{4})[- ]?([a-z]{3})$/i;

/** @param {string} text @returns {string | undefined} */
export function meetCode(text) {
  const parts = MEET.exec(text);
  return parts ? parts.slice(1).join('-').toLowerCase() : undefined;
}

/** Names that people chose are the same in capitals and in full width. @param {string} text */
export const folded = (text) => text.normalize('NFKC').toLowerCase().normalize('NFKC');
