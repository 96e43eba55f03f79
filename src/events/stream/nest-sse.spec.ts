import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Req, Res, Sse, SSE_ABORT_CONTROLLER, type MessageEvent } from '@nestjs/common';
import type { SseStream } from '@nestjs/core/router/sse-stream.js';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { Request, Response } from 'express';
import { Observable } from 'rxjs';
import { detachFromNest, ignoreAbortSignal, onNestPipe, sendOurHeaders } from './nest-sse.js';

/** The Observable that the next request's handler returns to Nest. */
let answer: (request: Request, response: Response) => Observable<MessageEvent>;

@Controller()
class Handler {
  @Sse('stream')
  stream(@Req() request: Request, @Res() response: Response): Observable<MessageEvent> {
    return answer(request, response);
  }
}

/**
 * Each test is one fact. When an upgrade of Nest or Express changes the fact, `nest-sse.ts` has to change
 * with it.
 */
describe("Nest's @Sse()", () => {
  let app: NestExpressApplication;
  let url: string;

  beforeEach(async () => {
    const built = await Test.createTestingModule({ controllers: [Handler] }).compile();
    app = built.createNestApplication<NestExpressApplication>({ logger: false });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/stream`;
  });

  afterEach(() => app.close());

  async function get(): Promise<IncomingMessage & { body: string }> {
    const sent = httpRequest(url).end();
    const [incoming] = (await once(sent, 'response')) as [IncomingMessage];
    let body = '';
    for await (const part of incoming.setEncoding('utf8')) body += String(part);
    return Object.assign(incoming, { body });
  }

  it('pipes its stream into the response before it subscribes to the Observable', async () => {
    const order: string[] = [];
    answer = (_, response) => {
      onNestPipe(response, () => order.push('piped'));
      return new Observable((nest) => {
        order.push('subscribed');
        nest.complete();
      });
    };
    await get();
    expect(order).toEqual(['piped', 'subscribed']);
  });

  it('sends the headers through commitHeaders() of that stream when the Observable completes', async () => {
    answer = (_, response) => {
      onNestPipe(response, (piped) => sendOurHeaders(response, piped));
      return new Observable((nest) => nest.complete());
    };
    const { statusCode, headers } = await get();
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
  });

  it('begins the body with an empty line, unless commitHeaders() is replaced', async () => {
    answer = () => new Observable((nest) => nest.complete());
    expect((await get()).body).toBe('\n');
    answer = (_, response) => {
      onNestPipe(response, (piped) => sendOurHeaders(response, piped));
      return new Observable((nest) => nest.complete());
    };
    expect((await get()).body).toBe('');
  });

  it('ends the response when the Observable completes, and only through the pipe', async () => {
    answer = (_, response) => {
      let piped: SseStream | undefined;
      onNestPipe(response, (stream) => {
        sendOurHeaders(response, stream);
        piped = stream;
      });
      return new Observable((nest) => {
        detachFromNest(response, nest, piped);
        setImmediate(() => response.end('still open'));
      });
    };
    expect((await get()).body).toBe('still open');
  });

  it('takes the abort controller that it finds on the request, and aborts it at the end', async () => {
    let aborts = 0;
    answer = (request) => {
      const kept = request as { [SSE_ABORT_CONTROLLER]?: { abort: () => void } };
      kept[SSE_ABORT_CONTROLLER] = { abort: () => aborts++ };
      return new Observable((nest) => nest.complete());
    };
    await get();
    expect(aborts).toBeGreaterThan(0);
  });

  it('works with an abort controller that does nothing', async () => {
    answer = (request) => {
      ignoreAbortSignal(request);
      return new Observable((nest) => nest.complete());
    };
    expect((await get()).statusCode).toBe(200);
  });

  it('unsubscribes when the client leaves before the first frame', async () => {
    const left = new Promise<void>((resolve) => (answer = () => new Observable(() => () => resolve())));
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
    const subscribed = new Promise<void>((resolve) => {
      const before = answer;
      answer = (...args) => {
        setImmediate(resolve);
        return before(...args);
      };
    });
    await subscribed;
    socket.destroy();
    await left;
  });

  it('answers with an error status when the Observable fails before the headers are out', async () => {
    answer = () => new Observable((nest) => nest.error(new Error('failed')));
    expect((await get()).statusCode).toBe(500);
  });

  it('turns an error that is thrown while it subscribes into an error status', async () => {
    answer = () =>
      new Observable(() => {
        throw new Error('failed');
      });
    expect((await get()).statusCode).toBe(500);
  });

  it('needs neither `next` nor `locals` of Express after the Observable has completed', async () => {
    let request: Request | undefined;
    answer = (asked, response) => {
      request = asked;
      let piped: SseStream | undefined;
      onNestPipe(response, (stream) => (piped = stream));
      return new Observable((nest) => {
        detachFromNest(response, nest, piped);
        setImmediate(() => response.end());
      });
    };
    expect((await get()).statusCode).toBe(200);
    expect(request?.next).toBeUndefined();
    expect(request?.res?.locals).toEqual({ isStream: true });
  });
});
