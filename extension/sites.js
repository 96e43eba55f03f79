/** The meeting sites, beside Google Meet, in whose pages the overlay can be. Each is asked for when it is first wanted. */

/** @typedef {{ name: string, origins: string[] }} Site */

/** @type {readonly Site[]} */
export const SITES = [
  { name: 'Zoom', origins: ['https://*.zoom.us/*', 'https://*.zoom.com/*'] },
  {
    name: 'Microsoft Teams',
    origins: ['https://teams.microsoft.com/*', 'https://teams.live.com/*', 'https://teams.cloud.microsoft/*'],
  },
  { name: 'Jitsi Meet', origins: ['https://meet.jit.si/*', 'https://8x8.vc/*'] },
  { name: 'Webex', origins: ['https://*.webex.com/*'] },
  { name: 'Whereby', origins: ['https://*.whereby.com/*'] },
];

/** The site that an address is of. @param {string} href @returns {Site | undefined} */
export function siteOf(href) {
  const host = URL.canParse(href) ? new URL(href).hostname : '';
  return SITES.find(({ origins }) =>
    origins.some((origin) => {
      const pattern = origin.slice('https://'.length, -'/*'.length);
      const domain = pattern.replace(/^\*\./, '');
      return host === domain || (pattern !== domain && host.endsWith(`.${domain}`));
    }),
  );
}

/** What to ask for, to reach a service that names origins in `CORS_ORIGINS`. @param {string} server */
export const serverOrigins = (server) =>
  URL.canParse(server) ? [`${new URL(server).protocol}//${new URL(server).hostname}/*`] : [];
