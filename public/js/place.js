/** The URL of the service, which may be below a path of a proxy (`/kyukei/`). */

/** The URL with a `/` at its end. This file is at `console-assets/{version}/js/` below it. */
export const service = new URL('../../../', import.meta.url).href;

/** The URL for other people: `PUBLIC_URL`, if the operator has set it. */
export const publicService =
  document.querySelector('meta[name=public-url]')?.getAttribute('content') || service;

/**
 * Addresses of this machine in its local network; only a page opened on this machine gets them.
 * @type {string[]}
 */
export const lanUrls = (document.querySelector('meta[name=lan-urls]')?.getAttribute('content') ?? '')
  .split(' ')
  .filter(Boolean);

/** Whether an address is a loopback address, which other devices cannot open. @param {string} url */
export const isLocal = (url) => /^(?:localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);

/** `console/{meeting_id}` or `m/{meeting_id}` */
const [page = '', id = ''] = location.pathname.split('/').slice(-2);

export const meetingId = id;
export const isLeaderPage = page === 'console';
