/**
 * The id of a meeting: a Meet code (`abc-defg-hij`) or any short name that a leader chose.
 * The pattern excludes characters with a meaning in a Redis key, a channel, a URL or a log line (braces,
 * colons, globs, line ends).
 */
export type MeetingId = string;

export const MEETING_ID = /^[A-Za-z0-9_-]{1,64}$/;

export const MEETING_ID_RULE = '1 to 64 letters, digits, hyphens or underscores';
