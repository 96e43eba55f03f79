import type { Edit } from '../../mutants/edit.js';

/** An optimisation that makes the code less plain, and the edits that remove it. */
interface Trick {
  readonly name: string;
  readonly without: readonly Edit[];
}

export const tricks: readonly Trick[] = [
  {
    name: 'no abort signal for a stream',
    without: [{ symbol: 'ignoreAbortSignal', part: 'body', put: '{ return; }' }],
  },
  {
    name: 'what Express keeps of a request is dropped',
    without: [
      { symbol: 'detachFromNest', part: 'statement next', put: '' },
      { symbol: 'detachFromNest', part: 'statement locals', put: '' },
    ],
  },
  {
    name: 'headers and first frames in one packet',
    without: [
      { symbol: 'HttpStream.detach', part: 'statement cork', put: '' },
      { symbol: 'HttpStream.detach', part: 'statement uncork', put: '' },
    ],
  },
  {
    name: 'the encoding is asked once',
    without: [
      {
        symbol: 'HttpStream.write',
        part: 'condition isChunked',
        put: 'this.response.chunkedEncoding ? batch.httpChunks : batch.buffers',
      },
    ],
  },
  {
    name: "Express' prototypes from the start",
    without: [
      { symbol: 'HttpAdapter.initHttpServer', part: 'statement Request setPrototypeOf', put: '' },
      { symbol: 'HttpAdapter.initHttpServer', part: 'statement Response setPrototypeOf', put: '' },
    ],
  },
  {
    name: 'one text of exposed headers',
    without: [
      {
        symbol: 'EXPOSED_HEADERS',
        part: 'value',
        put: "['ETag', 'Retry-After', 'X-Request-Id', 'RateLimit-Limit']",
      },
    ],
  },
  {
    name: 'the frames of one turn in one write',
    without: [
      { symbol: 'FrameBatcher.put', part: 'statement push', put: 'this.waiting.push(frame); this.flush();' },
    ],
  },
];
