/**
 * Reads an event stream as the HTML standard has it (https://html.spec.whatwg.org/multipage/server-sent-events.html): UTF-8 with or
 * without a byte order mark, lines that end with LF, CRLF or CR, split anywhere.
 *
 * @typedef {object} StreamEvent one block of lines
 * @property {string} name `message` when the block does not say
 * @property {string} data empty when the block has none: such a block is no event, but its id and retry count
 * @property {string} [id] only when this block has one
 * @property {number} [retry] milliseconds
 */

/**
 * @param {(event: StreamEvent) => void} onEvent
 * @returns {(bytes: Uint8Array) => void} takes the stream, piece by piece
 */
export function eventParser(onEvent) {
  const decoder = new TextDecoder();
  let unfinished = '';
  // The LF of a CRLF may come in the next piece.
  let endedInCr = false;
  /** @type {{ name: string, data: string[], id?: string, retry?: number }} */
  let block = { name: '', data: [] };

  /** @param {string} line */
  const take = (line) => {
    if (line === '') {
      const { name, data, ...rest } = block;
      block = { name: '', data: [] };
      onEvent({ name: name || 'message', data: data.join('\n'), ...rest });
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === 'event') block.name = value;
    else if (field === 'data') block.data.push(value);
    else if (field === 'id' && !value.includes('\0')) block.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) block.retry = Number(value);
  };

  return (bytes) => {
    let text = decoder.decode(bytes, { stream: true });
    if (text === '') return;
    if (endedInCr && text.startsWith('\n')) text = text.slice(1);
    endedInCr = text.endsWith('\r');
    const lines = (unfinished + text).split(/\r\n|\n|\r/);
    unfinished = lines.pop() ?? '';
    lines.forEach(take);
  };
}
