/**
 * The meeting sites, beside Google Meet, on which the overlay can be shown. The permission for each is asked
 * for when it is first needed.
 */

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

/** The site to which an address belongs. @param {string} href @returns {Site | undefined} */
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

/**
 * The permissions needed to reach a service that allows only listed origins (`CORS_ORIGINS`).
 * @param {string} server
 */
export const serverOrigins = (server) =>
  URL.canParse(server) ? [`${new URL(server).protocol}//${new URL(server).hostname}/*`] : [];
