import type { Request } from 'express';

/** The pattern, not the path that was asked for: nothing a client sends gets into the log. */
export function routeOf({ route }: Request): string {
  return (route as { path?: string } | undefined)?.path ?? 'no route';
}
