/** Which meeting a person means. */

/** As the service checks it. */
const CODE = /^[A-Za-z0-9_-]{1,64}$/;

/** Where each service has its code, in the address without its query. */
const ADDRESSES = [
  /^meet\.google\.com\/(?:lookup\/)?([A-Za-z0-9_-]+)/,
  /zoom\.us\/(?:j|w|s|wc\/join|wc|my)\/([A-Za-z0-9.]+)/,
  /^teams\.(?:microsoft|live)\.com\/(?:meet|v2\/meet)\/(\d+)/,
  /^teams\.(?:microsoft|live)\.com\/l\/meetup-join\/19:(meeting_[A-Za-z0-9_-]+)@/,
  // Our own.
  /\/(?:console|m)\/([^/]+)$/,
];

/** The code in an address of Meet, Zoom or Teams, or the code itself; `undefined` = neither. @param {string} typed */
export function meetingCode(typed) {
  const text = typed.trim();
  const code = text.includes('/') ? fromAddress(text) : text.replaceAll(' ', '');
  return code && CODE.test(code) ? code : undefined;
}

/** @param {string} text */
function fromAddress(text) {
  const address = text.includes('://') ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { host, pathname } = new URL(address);
  const place = host + decoded(pathname);
  return ADDRESSES.map((pattern) => pattern.exec(place)?.[1])
    .find(Boolean)
    ?.replaceAll('.', '-');
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
