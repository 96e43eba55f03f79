import type { Request } from 'express';

/** Names the caller whose calls are counted. `access/` implements it, since it knows which key is good. */
export abstract class CallerName {
  abstract of(request: Request): string;
}
