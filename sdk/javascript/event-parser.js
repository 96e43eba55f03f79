/**
 * Parses an event stream as the HTML standard defines it
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html): UTF-8 with or without a byte order mark,
 * lines that end with LF, CRLF or CR, split anywhere.
 *
 * @typedef {object} StreamEvent one block of lines
 * @property {string} name `message` if the block has no `event:`
 * @property {string} data empty if the block has none: such a block is not an event, but its id and retry are used
 * @property {string} [id] only if this block has one
 * @property {number} [retry] milliseconds
 */

/**
 * @param {(event: StreamEvent) => void} onEvent
 * @returns {(bytes: Uint8Array) => void} call it with each chunk of the stream
 */
export function eventParser(onEvent) {
  const decoder = new TextDecoder();
  let unfinished = '';
  // The LF of a CRLF may be in the next chunk.
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
