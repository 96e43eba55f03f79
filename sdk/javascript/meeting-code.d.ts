/**
 * Finds the meeting that a URL or a typed text refers to. Works offline, in pages, extensions, Node and Deno.
 */

export interface Found {
  /**
   * Id of the meeting for the service: 1 to 64 of `A-Za-z0-9_-`. `undefined` if the text is empty, or the URL
   * is a page of a meeting product that belongs to no meeting (`https://meet.google.com/landing`).
   */
  meeting: string | undefined;
  /** The meeting product of the URL. Missing for typed text and for URLs of unknown products. */
  product?: 'meet' | 'zoom' | 'teams' | 'jitsi' | 'webex' | 'whereby' | 'kyukei';
  /** The text as typed, if `meeting` is a digest of it. */
  title?: string;
  /** Only for `kyukei`: the address of the service, without `/` at the end. */
  server?: string;
  /** Only for `kyukei`: the member's token in the link. */
  token?: string;
  /** Only for `kyukei`: the code in the link that hands the meeting to another device; it works once. */
  code?: string;
}

/**
 * Reads the URL of an open page, for programs such as a browser extension that get it without a user's input.
 * It never guesses.
 * @returns `undefined` if the URL belongs to no known product. A product without a `meeting` means: this page
 * names no meeting, and a user who is in a meeting may still be in it.
 */
export function meetingFromAddress(address: string): Found | undefined;

/**
 * Reads the text of an input field: a link of any product, also with text around it; a code; or any words in
 * any script. Case, width, spaces and kinds of hyphen make no difference in typed text. Text that cannot be
 * an id becomes a digest, `x-…`.
 */
export function meetingFromText(text: string): Found;
