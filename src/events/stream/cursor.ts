import type { Request } from 'express';
import type { Visitor } from '../live/visitor.js';

/**
 * Where the client was, as it says. The header wins: a browser keeps it current, while the URL of its EventSource stays as it
 * was when the page opened it.
 */
export function cursorOf(header: string | undefined, query: Request['query']): Visitor['cursor'] {
  const { last_event_id, lastEventId } = query;
  return [header, last_event_id, lastEventId].find((cursor) => cursor !== undefined && cursor !== '');
}
