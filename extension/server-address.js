/** Parses the URL of the service, as a user types or pastes it and as an administrator sets it. */

/** Names of this computer. Nobody can listen on the way to it, and its servers have no certificate. */
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/i;

/** The paths of the service's pages, and what is below them. */
const PAGE = /\/(m|console|wall|docs|api|health)(\/.*)?$/;

/**
 * The service's URL in the form that links use.
 * @param {string} text
 * @param {{ isPage?: boolean }} [options] `isPage`: the user may have pasted the address of one of its pages
 * @returns {string | undefined} `undefined` = not a URL of a service
 */
export function serverFrom(text, { isPage = false } = {}) {
  const typed = text.normalize('NFKC').trim();
  const host = /^([\w.-]+)(?::\d+)?(?:\/|$)/.exec(typed)?.[1];
  const address = host ? `${LOOPBACK.test(host) ? 'http' : 'https'}://${typed}` : typed;
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, pathname } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return (origin + (isPage ? pathname.replace(PAGE, '') : pathname)).replace(/\/+$/, '');
}

/** Whether others in the network can read the requests. @param {string} server */
export function isPlain(server) {
  const { protocol, hostname } = new URL(server);
  return protocol === 'http:' && !LOOPBACK.test(hostname);
}
