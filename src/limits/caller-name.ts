import type { Request } from 'express';

/** Names the caller whose calls are counted. `access/` implements it, since it knows which keys are valid. */
export abstract class CallerName {
  abstract of(request: Request): string;
}
