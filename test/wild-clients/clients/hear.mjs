/** What a client heard, a line of JSON each, for the run that started it: a break by its number, or what should not have come. */
export function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** For whatever a library takes for a message. */
export function hear(type, data) {
  if (type !== 'message') return;
  const seen = data === '' || data === undefined ? undefined : /休憩 (\d)/.exec(JSON.parse(data).message);
  if (data === '' || data === undefined) say({ empty: true });
  else say(seen ? { heard: Number(seen[1]) } : { garbled: data });
}

/** The library is done, and not coming back. */
export function over(why) {
  say({ over: String(why) });
}
