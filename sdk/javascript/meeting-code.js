/**
 * Finds the meeting that a URL or a typed text refers to. The same code runs on every side (leader's page,
 * member's page, extension, a program of yours), so that people who paste the same link, or type the same
 * words, are in the same meeting.
 */
import { idOf, isId } from './meeting-code/code.js';
import { linksIn } from './meeting-code/links.js';
import { placeOf, PRODUCTS } from './meeting-code/products.js';
import { typedCode } from './meeting-code/typed.js';

/** @typedef {import('./meeting-code.js').Found} Found */

/** The pages of this service, also below a path of a proxy. */
const OURS = /^(.*)\/(?:console|m|wall)\/([^/]+)$/;

/** Tracking parameters: they say where somebody clicked, not which meeting it is. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid)$/;

/** @param {string} address @returns {Found | undefined} */
export function meetingFromAddress(address) {
  return URL.canParse(address) ? fromUrl(new URL(address)) : undefined;
}

/** @param {string} text @returns {Found} */
export function meetingFromText(text) {
  const urls = linksIn(text);
  if (urls.length === 0) return fromWords(text.trim());
  const found = urls.map((url) => fromUrl(url) ?? { meeting: fromUnknown(url) });
  const known = found.find(({ meeting, product }) => meeting && product);
  // An invitation also has links to other pages of the product: dial-in numbers, help.
  return known ?? found.find(({ meeting }) => meeting) ?? found[0] ?? { meeting: undefined };
}

/** @param {string} words @returns {Found} */
function fromWords(words) {
  // A URL that cannot be parsed, or the front page of a meeting product.
  if (/^\w+:\/\//.test(words)) return { meeting: undefined };
  const frontPage = /^[\w.-]+$/.test(words) && meetingFromAddress(`https://${words}`);
  if (frontPage) return frontPage;
  const meeting = typedCode(words);
  return { meeting, ...(meeting?.startsWith('x-') && meeting !== words ? { title: words } : {}) };
}

/** @param {URL} url @returns {Found | undefined} */
function fromUrl(url) {
  const place = placeOf(url);
  const product = PRODUCTS.find(({ host }) => host.test(place.host));
  if (product) return { meeting: product.code(place), product: product.name };
  const [, below, id] = OURS.exec(place.path) ?? [];
  if (id === undefined) return undefined;
  const { token, code } = Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
  const server = `${url.origin}${below}`;
  const meeting = isId(id) ? id : undefined;
  return { meeting, product: 'kyukei', server, ...(token && { token }), ...(code && { code }) };
}

/** For an unknown product, the whole URL is the name. @param {URL} url */
function fromUnknown(url) {
  const { path, query } = placeOf(url);
  for (const key of [...query.keys()]) if (TRACKING.test(key)) query.delete(key);
  query.sort();
  return path || query.size ? idOf(`${url.host}${path}?${query}`) : undefined;
}
