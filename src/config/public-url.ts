import type { Parser } from './parsers.js';

/** The public URL of the service, with the path of a proxy if there is one, and without a `/` at its end. */
export const publicUrl: Parser<string> = {
  accepts: 'an http:// or https:// URL without user, query and fragment, such as https://example.com/kyukei',
  parse(value) {
    if (!/^https?:\/\/[^\s\\]+$/i.test(value) || !URL.canParse(value)) return undefined;
    const { origin, pathname, username, password } = new URL(value);
    const isPlain = username + password === '' && !/[?#]/.test(value);
    return isPlain && isPath(pathname) ? origin + pathOf(value) : undefined;
  },
};

/** Its path, without a `/` at its end; `''` = none. */
export const pathOf = (url: string): string => new URL(url).pathname.replace(/\/$/, '');

/**
 * Whether the text is a path such as `/a/b` or `/a/b/`. Two slashes in a row are refused: `//host` names
 * another host.
 */
export function isPath(text: string): boolean {
  return /^(\/[\w.~-]+)*\/?$/.test(text) && text.length <= 200;
}
