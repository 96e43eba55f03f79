import { Frame } from '../../../src/events/frames/frame.js';
import { LATER_NOTICE, NOTICES } from '../rules/reading.js';

/** Only these frames move a client's cursor (docs/protocol.md, "The stream"). */
const movesTheCursor = (event: string): boolean => event === 'connected' || NOTICES.has(event);
const RETRY_MS = { least: 2_000, most: 5_000 };

/**
 * Parses a stream's text beside the EventSource, because an EventSource hides unknown names and misplaced
 * ids.
 */
export class FrameReader {
  private rest = '';

  constructor(private readonly complain: (what: string) => void) {}

  read(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) this.check(block.replace(/^\n/, ''));
  }

  private check(block: string): void {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'));
    if (lines.length === 0) return;
    const fields = new Map(
      lines.map((line) => [/^[a-z]*/.exec(line)?.[0] ?? '', line.replace(/^[a-z]+: ?/, '')]),
    );
    const { size } = fields;
    const event = fields.get('event') ?? '';
    const known = ['event', 'id', 'retry', 'data'].filter((name) => fields.has(name));
    const complaint =
      size !== lines.length || known.length !== size
        ? 'a field that is unknown or given twice'
        : ![...Frame.types, LATER_NOTICE].includes(event)
          ? 'an unknown event name'
          : (fields.has('id') ? !movesTheCursor(event) : NOTICES.has(event))
            ? 'an id on what is no notice, or none on a notice'
            : !/^\d+-\d+$/.test(fields.get('id') ?? '0-0')
              ? 'an id that is no position in a log'
              : this.badRetry(event, fields.get('retry'))
                ? 'a retry outside its bounds, or none where one belongs'
                : undefined;
    if (complaint !== undefined) this.complain(`${complaint}: ${JSON.stringify(block)}`);
  }

  private badRetry(event: string, retry: string | undefined): boolean {
    if (event !== 'connected' && event !== 'goodbye') return retry !== undefined;
    return !(Number(retry) >= RETRY_MS.least && Number(retry) <= RETRY_MS.most);
  }
}
