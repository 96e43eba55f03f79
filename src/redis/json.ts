/** Parses JSON; `undefined` = it is not valid. */
export function parsed(json: string | null | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    // Another program wrote it, or it is damaged: the caller goes on without it.
    return undefined;
  }
}

/**
 * The members of a JSON object by name, each as its original text; parsing and writing again would change
 * numbers and escapes. `json` must be a valid JSON object (RFC 8259 §4). If a name occurs twice, the last one
 * counts, as with `JSON.parse`.
 */
export function jsonMembers(json: string): Map<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let start = 0;
  let name: string | undefined;
  for (let i = 0; i < json.length; i++) {
    const character = json[i] ?? '';
    if (character === '"') i = endOfString(json, i);
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    const isNameEnd = character === ':' && depth === 1;
    const isMemberEnd = (character === ',' && depth === 1) || depth === 0;
    if (isNameEnd) name = JSON.parse(json.slice(start, i)) as string;
    if (isMemberEnd && name !== undefined) {
      members.set(name, json.slice(start, i).trim());
      name = undefined;
    }
    if (isNameEnd || isMemberEnd || (character === '{' && depth === 1)) start = i + 1;
  }
  return members;
}

/** The index of the closing quotation mark of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (i < json.length && json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i;
}
