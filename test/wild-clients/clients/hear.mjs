/**
 * Reports an event of the client to the run, as a line of JSON: a break by its number, or an unexpected
 * message.
 */
export function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Call it for each message of a library. */
export function hear(type, data) {
  if (type !== 'message') return;
  const seen = data === '' || data === undefined ? undefined : /休憩 (\d)/.exec(JSON.parse(data).message);
  if (data === '' || data === undefined) say({ empty: true });
  else say(seen ? { heard: Number(seen[1]) } : { garbled: data });
}

/** Call it when the library has stopped for good. */
export function over(why) {
  say({ over: String(why) });
}
