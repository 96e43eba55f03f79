/**
 * For each product, finds the name of a meeting in its URLs. Returns an id, or `undefined` for pages of the
 * product that name no meeting, such as a landing page: everybody who opens that page would be in one
 * meeting.
 */
import { folded, idOf, meetCode } from './code.js';

/**
 * @typedef {object} Place the parsed URL
 * @property {string} host
 * @property {string} path decoded, without `/` at the end; a route in the fragment (`#/…`) follows it
 * @property {URLSearchParams} query
 */

/**
 * @typedef {{ name: NonNullable<import('../meeting-code.js').Found['product']>, host: RegExp, code: (place:
 * Place) => string | undefined }} Product
 */

/** @param {RegExp} pattern @param {string} text */
const first = (pattern, text) => pattern.exec(text)?.slice(1).find(Boolean);

/** The name of a personal room, in any case and with dots. @param {string | undefined} name */
const room = (name) => (name ? folded(name).replaceAll('.', '-') : undefined);

/**
 * The id of a room that people named. It starts with the product, because another product may have a room of
 * that name. The site of a company comes before the name.
 * @param {string} product @param {string | undefined} name @param {string} [site]
 */
const roomOf = (product, name, site) =>
  name ? idOf(`${product}-${site ? `${folded(site)}_` : ''}${room(name)}`) : undefined;

/** @type {Product} */
const meet = {
  name: 'meet',
  host: /^(?:meet\.google\.com|tel\.meet|g\.co)$/,
  code({ host, path }) {
    const nickname = first(host === 'g.co' ? /^\/meet\/([\w-]+)$/ : /\/lookup\/([\w-]+)$/, path);
    if (nickname || host === 'g.co') return nickname && idOf(folded(nickname));
    // `/u/1/` is the second of several accounts.
    return meetCode(path.replace(/^\/(?:u\/\d+\/)?(?:_meet\/)?/, ''));
  },
};

/** @type {Product} */
const zoom = {
  name: 'zoom',
  host: /^(?:[\w-]+\.)*(?:zoom\.us|zoom\.com|zoom\.com\.cn|zoomgov\.com)$/,
  code({ path, query }) {
    const number = first(/^\/(?:j|s|w|wc|wc\/join)\/(\d{9,12})(?:\/|$)/, path);
    // Links for the desktop program: `zoommtg://zoom.us/join?confno=81234567890`.
    const dialled = path === '/join' ? first(/^(\d{9,12})$/, query.get('confno') ?? '') : undefined;
    const personal = room(first(/^\/(?:wc\/)?my\/([\w.-]+)$/, path));
    return number ?? dialled ?? (personal && idOf(personal));
  },
};

/** @type {Product} */
const teams = {
  name: 'teams',
  host: /^(?:teams\.microsoft\.com|teams\.live\.com|teams\.cloud\.microsoft|(?:gov|dod)\.teams\.microsoft\.us)$/,
  code({ path, query }) {
    const number = first(/\/(?:v2\/)?meet\/(\d{9,20})(?:\/|$)/, path);
    const thread = first(/(?:^|\/)19:(meeting_[^@/]+)@thread\.(?:v2|skype)/, path);
    // A channel can have many meetings; the id of the message that announced a meeting identifies it.
    const channel = first(/(?:^|\/)(19:[^/]+@thread\.(?:tacv2|skype)\/\d+)(?:\/|$)/, path);
    if (number) return number;
    if (thread) return idOf(thread);
    if (channel && !/\/message\//.test(path)) return idOf(channel);
    const launched = /\/dl\/launcher\//.test(path) && query.get('url');
    const site = 'https://teams.microsoft.com';
    return launched && URL.canParse(launched, site)
      ? teams.code(placeOf(new URL(launched, site)))
      : undefined;
  },
};

/** @type {Product} */
const jitsi = {
  name: 'jitsi',
  host: /^(?:meet\.jit\.si|beta\.meet\.jit\.si|8x8\.vc)$/,
  code({ host, path }) {
    const [site, name, ...more] = path.slice(1).split('/');
    if (!site || more.length || /^(?:static|libs|css|images|sounds|fonts|http-bind|v1)$/.test(site))
      return undefined;
    // On 8x8.vc every room belongs to a company.
    return name ? roomOf('jitsi', name, site) : host === '8x8.vc' ? undefined : roomOf('jitsi', site);
  },
};

/** @type {Product} */
const webex = {
  name: 'webex',
  host: /^(?:[\w-]+\.)+webex\.com$/,
  code({ host, path, query }) {
    const site = first(/^(?!web\.)([\w-]+)\.webex\.com$/, host);
    const name = first(/^\/(?:meet|join)\/([\w.-]+)$/, path);
    // This page redirects to one with another number for the same meeting; the first URL counts.
    const invitation = /\/[jem]\.php$/.test(path) ? query.get('MTID')?.toLowerCase() : undefined;
    return invitation ? roomOf('webex', invitation) : roomOf('webex', site && name, site);
  },
};

/** Pages of whereby.com that are not rooms. */
const WHEREBY =
  /^(?:about|account|blog|business|careers|contact|developer|download|embedded|features|information|login|meetings|new|org|pricing|privacy|product|signup|support|terms|user)$/;

/** @type {Product} */
const whereby = {
  name: 'whereby',
  host: /^(?:[\w-]+\.)?whereby\.com$/,
  code({ host, path }) {
    const name = first(/^\/([\p{L}\p{N}_-]+)$/u, path);
    const site = first(/^([\w-]+)\.whereby\.com$/, host)?.replace(/^www$/, '');
    return name && (site || !WHEREBY.test(name)) ? roomOf('whereby', name, site) : undefined;
  },
};

export const PRODUCTS = [meet, zoom, teams, jitsi, webex, whereby];

/** @param {URL} url @returns {Place} */
export function placeOf({ host, hostname, pathname, search, hash }) {
  const route = /^#!?\//.test(hash) ? hash.replace(/^#!?/, '').replace(/\?.*$/, '') : '';
  const path = decoded(pathname.replace(/\/_$/, '') + route).replace(/\/+$/, '');
  // URLs of desktop programs have no port, and some have no host.
  return { host: (hostname || host).replace(/\.$/, ''), path, query: new URLSearchParams(search) };
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
