/** Turns a name into the id of a meeting. */
import { digest } from './digest.js';

/** The service checks ids by the same pattern. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** @param {string} id */
export const isId = (id) => ID.test(id);

/**
 * The name itself if it is a valid id, so that people can read and type it; otherwise a digest of it. @param
 * {string} name
 */
export const idOf = (name) => (isId(name) ? name : `x-${digest(name)}`);

/** A Meet code in any spelling: capitals, spaces, missing hyphens; `abc-defg-hij` is the normal form. */
const MEET = /^([a-z]{3})[- ]?([a-z]{4})[- ]?([a-z]{3})$/i;

/** @param {string} text @returns {string | undefined} */
export function meetCode(text) {
  const parts = MEET.exec(text);
  return parts ? parts.slice(1).join('-').toLowerCase() : undefined;
}

/** Names that people choose do not depend on case or on full-width characters. @param {string} text */
export const folded = (text) => text.normalize('NFKC').toLowerCase().normalize('NFKC');
