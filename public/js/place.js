/** Where the service is. It may be below a path of a proxy (`/kyukei/`), which no process of it needs to know. */

/** Its address, with a `/` at the end. This file is at `console-assets/{version}/js/` of it. */
export const service = new URL('../../../', import.meta.url).href;

/** The same as others reach it: of `PUBLIC_URL`, if the operator has set it. */
export const publicService =
  document.querySelector('meta[name=public-url]')?.getAttribute('content') || service;

/** `console/{meeting_id}` or `m/{meeting_id}` */
const [page = '', id = ''] = location.pathname.split('/').slice(-2);

export const meetingId = id;
export const isLeaderPage = page === 'console';
