import type { Request } from 'express';
import type { Visitor } from './visitor.js';

/**
 * Where the client was, as it says. The header wins: a browser keeps it current, while the URL of its EventSource stays as it
 * was when the page opened it.
 */
export function cursorOf(request: Request): Visitor['cursor'] {
  const { last_event_id, lastEventId } = request.query;
  const given = [request.get('last-event-id'), last_event_id, lastEventId];
  return given.find((cursor) => cursor !== undefined && cursor !== '');
}
