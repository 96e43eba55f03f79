/** Which meeting an address or a text means. No dependency, no request; runs in pages, extensions, Node and Deno alike. */

export interface Found {
  /**
   * The id to use with the service: 1 to 64 of `A-Za-z0-9_-`. `undefined` = none is named: an empty text, or a page of a
   * meeting product that is no meeting's (`https://meet.google.com/landing`).
   */
  meeting: string | undefined;
  /** Whose address it is; none for typed text and for the addresses of products that this module does not know. */
  product?: 'meet' | 'zoom' | 'teams' | 'jitsi' | 'webex' | 'whereby' | 'kyukei';
  /** The words as they were typed, where `meeting` is a digest that does not show them. */
  title?: string;
  /** With `kyukei` only: the address of the service, without `/` at the end. */
  server?: string;
  /** With `kyukei` only: the member's token in the link. */
  token?: string;
}

/**
 * For programs that look at addresses by themselves, such as an extension: only what is certain.
 * @returns `undefined` for an address of no known product. With a product but no `meeting`, the page belongs to the product
 * but names no meeting: somebody who is already in one may still be.
 */
export function meetingFromAddress(address: string): Found | undefined;

/**
 * For a field that people type or paste into: a link of any product, also with text around it; a code; or any words in any
 * script. Case, width, spaces and kinds of hyphen make no difference in what is typed. What cannot be an id becomes a digest,
 * `x-…`.
 */
export function meetingFromText(text: string): Found;
