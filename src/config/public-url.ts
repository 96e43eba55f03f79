import type { Reader } from './readers.js';

/** Where people reach the service, maybe below a path of a proxy. Read without the `/` at its end. */
export const publicUrl: Reader<string> = {
  accepts: 'an http:// or https:// URL without user, query and fragment, such as https://example.com/kyukei',
  read(value) {
    if (!/^https?:\/\/[^\s\\]+$/i.test(value) || !URL.canParse(value)) return undefined;
    const { origin, pathname, username, password } = new URL(value);
    const isPlain = username + password === '' && !/[?#]/.test(value);
    return isPlain && isPath(pathname) ? origin + pathname.replace(/\/$/, '') : undefined;
  },
};

/** `/a/b`, maybe with a `/` at its end; no more than one at a time, so that no name of a host can be in it. */
export function isPath(text: string): boolean {
  return /^(\/[\w.~-]+)*\/?$/.test(text) && text.length <= 200;
}
