/** Finds links in a text, and unwraps redirect links. */

/**
 * A link has a scheme, or a host and a path: `meet.google.com/abc-defg-hij`. It ends before a bracket, a
 * quote or Japanese punctuation.
 */
const LINK =
  /(?:(?:https?|zoommtg|zoomus|msteams):\/{0,2}|(?<![\w@.:/-])(?=(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?\/))[^\s<>"'`「」『』（）【】、。]+/giu;

/** Redirect links of mail programs and search pages, and the query parameter with their target. */
const WRAPPERS = [
  {
    host: /\.safelinks\.protection\.outlook\.com$/,
    of: (/** @type {URL} */ url) => url.searchParams.get('url'),
  },
  { host: /^www\.google\.[a-z.]+$/, of: (/** @type {URL} */ url) => url.searchParams.get('q') },
  { host: /^urldefense\.com$/, of: (/** @type {URL} */ url) => /__(https?:.*?)__/.exec(url.href)?.[1] },
];

/** @param {string} text @returns {URL[]} */
export function linksIn(text) {
  const written = text.normalize('NFKC').match(LINK) ?? [];
  return written.flatMap((link) => {
    // Without the lookbehind, a long run of punctuation within a link takes quadratic time.
    const url = urlOf(link.replace(/(?<![.,;:!?)\]}])[.,;:!?)\]}]+$/, ''));
    return url ? [unwrapped(url)] : [];
  });
}

/** @param {string} link @returns {URL | undefined} */
function urlOf(link) {
  // A link with the scheme of a desktop program contains a web address.
  const address = link
    .replace(/^(?:zoommtg|zoomus):\/*/i, 'https://')
    .replace(/^msteams:\/*(?:teams\.microsoft\.com\/)?/i, 'https://teams.microsoft.com/');
  const whole = /^https?:/i.test(address) ? address : `https://${address}`;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

/** @param {URL} url @returns {URL} */
function unwrapped(url) {
  const inner = WRAPPERS.find(({ host }) => host.test(url.hostname))?.of(url);
  return inner && URL.canParse(inner) ? new URL(inner) : url;
}
