/**
 * Parses an event stream as the HTML standard defines it
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html): UTF-8 with or without a byte order mark,
 * lines that end with LF, CRLF or CR, split anywhere.
 *
 * @typedef {object} StreamEvent one block of lines
 * @property {string} name `message` if the block has no `event:`
 * @property {string} data empty if the block has none: such a block is not an event, but its id and retry are
 *   used
 * @property {string | undefined} id only if this block has one
 * @property {number | undefined} retry milliseconds
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

  return (bytes) => {
    let text = decoder.decode(bytes, { stream: true });
    if (endedInCr) text = text.replace(/^\n/, '');
    endedInCr = text.endsWith('\r');
    const blocks = (unfinished + text.replace(/\r\n?/g, '\n')).split('\n\n');
    unfinished = blocks.pop() ?? '';
    for (const block of blocks) onEvent(eventOf(block));
  };
}

/** @param {string} block @returns {StreamEvent} */
function eventOf(block) {
  let name, id, retry;
  /** @type {string[]} */
  const data = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /([^:]*):? ?([^]*)/.exec(line) ?? [];
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retry = Number(value);
  }
  return { name: name || 'message', data: data.join('\n'), id, retry };
}
