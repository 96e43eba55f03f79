/** A server that follows the script of one case: the case says what each stream of the client gets. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { matches } from './matching.mjs';
import { Connection } from './steps.mjs';

export class ScriptedServer {
  /** Faults in the client's requests. */
  complaints = [];
  acks = [];
  streams = 0;
  streamHeaders = {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
  };
  /** When the last stream fell silent; `after_ms` of the next stream counts from then. */
  quietSince = 0;
  #ackListeners = [];
  #acksWaitedFor = 0;
  #running = [];
  #isClosed = false;

  constructor(test, client) {
    Object.assign(this, { test, client });
    this.heartbeatMs = test.client.heartbeat * 1000;
    Object.assign(this.streamHeaders, test.headers);
    this.http = createServer((request, response) => this.#answer(request, response));
  }

  /**
   * The scripted server's clock. It differs from this machine's by `clock_ahead_ms`, as if the machine's were
   * wrong.
   */
  now() {
    return Date.now() + (this.test.clock_ahead_ms ?? 0);
  }

  async listen(port = 0) {
    await once(this.http.listen(port, '127.0.0.1'), 'listening');
    this.port = this.http.address().port;
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends the case, also while the server is away. */
  async close() {
    this.#isClosed = true;
    this.#stopListening();
  }

  async goAway(ms) {
    this.#stopListening();
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (!this.#isClosed) await this.listen(this.port);
  }

  #stopListening() {
    this.http.close();
    this.http.closeAllConnections();
  }

  /** Whether the client made every connection of the case, and each script has ended. */
  get isPlayed() {
    return this.streams >= this.test.connections.length && this.#running.every(({ over }) => over);
  }

  async nextAck() {
    this.#acksWaitedFor++;
    while (this.acks.length < this.#acksWaitedFor)
      await new Promise((resolve) => this.#ackListeners.push(resolve));
  }

  async #answer(request, response) {
    const url = new URL(request.url, 'http://localhost');
    const cors = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID',
    };
    if (request.method === 'OPTIONS') response.writeHead(204, cors).end();
    else if (['/api/sse/events', '/api/sse/overview'].includes(url.pathname))
      await this.#stream(request, response, url.searchParams);
    else if (url.pathname === '/api/time')
      answerJson(response, 200, { server_time: new Date(this.now()).toISOString() });
    else if (url.pathname.endsWith('/rest/ack')) {
      this.acks.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      for (const listener of this.#ackListeners.splice(0)) listener();
      answerJson(response, this.test.ack_statuses?.[this.acks.length - 1] ?? 200, {
        message: 'Acknowledged',
        server_time: new Date(this.now()).toISOString(),
      });
    } else answerJson(response, 404, { status: 404, code: 'route_not_found' });
  }

  async #stream(request, response, query) {
    const index = this.streams++;
    if (this.streams > (this.test.most_streams ?? Infinity))
      this.complaints.push(`${this.streams} streams were asked for`);
    const steps = this.test.connections[index] ?? this.test.afterwards;
    if (!steps) {
      this.complaints.push(`stream ${index + 1} was asked for, and the case has only ${index}`);
      return void response.destroy();
    }
    const [first, ...rest] = steps;
    const isAsked = first?.asked !== undefined;
    if (isAsked) this.#check(index, first.asked, request, query);
    const run = { over: false };
    this.#running.push(run);
    const connection = new Connection(this, request, response);
    await connection.run(isAsked ? rest : steps).catch((error) => this.complaints.push(error.message));
    run.over = true;
  }

  /** Compares a request of the client with the `asked` of the case. */
  #check(index, { after_ms: after, ...asked }, { headers }, query) {
    const found = {
      ...Object.fromEntries(query),
      meeting_ids: query.getAll('meeting_id'),
      last_event_id: headers['last-event-id'] ?? query.get('last_event_id'),
      token: /^Bearer (.*)$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('token'),
      after_ms: performance.now() - this.quietSince,
    };
    const wanted = after ? { ...asked, after_ms: { $between: after } } : asked;
    for (const [name, value] of Object.entries(wanted))
      if (!matches(value, found[name] ?? null))
        this.complaints.push(
          `stream ${index + 1} was asked for with ${name} ${JSON.stringify(found[name] ?? null)}, ` +
            `and should be with ${JSON.stringify(value)}`,
        );
  }
}

function answerJson(response, status, body) {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  response
    .writeHead(status, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' })
    .end(JSON.stringify(body));
}
