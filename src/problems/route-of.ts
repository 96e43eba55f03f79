import type { Request } from 'express';

/** The pattern of a route, not the requested path: nothing that a client sends gets into the log. */
export function routeOf({ route }: Request): string {
  return (route as { path?: string } | undefined)?.path ?? 'no route';
}
