import { problemType, refusal } from '../domain/refusal.js';

/** Why a request is refused before any rule of a meeting sees it. */

/** The body is not JSON in UTF-8. */
export class MalformedJson extends refusal('malformed_json', 400, 'The body is not JSON') {}

/** A proxy may have read the request otherwise than this service does (request smuggling). */
export class AmbiguousRequest extends refusal('bad_request', 400, 'The request cannot be understood') {}

export const BodyTooLarge = problemType('body_too_large', 413, 'The body is too large');

export const UnsupportedEncoding = problemType(
  'unsupported_encoding',
  415,
  'The encoding of the body is not supported',
);

export const RouteNotFound = problemType('route_not_found', 404, 'No such route');

export const NotReady = problemType('not_ready', 503, 'Not ready for traffic');

export const InternalError = problemType('internal_error', 500, 'Something went wrong here');
