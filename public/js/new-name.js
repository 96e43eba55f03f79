/** Makes a name for a meeting: easy to say, hard to guess. */

const MOODS =
  'amber ample bright brisk calm clear cosy early fresh gentle golden green kind light little lucky mellow mild misty quiet soft sunny swift warm'.split(
    ' ',
  );
const THINGS =
  'bamboo bowl brook cedar cloud cup field garden hill kettle lake leaf maple moon moss pine plum rain river stone teapot tea valley willow'.split(
    ' ',
  );

/** `quiet-tea-4207` */
export function newName() {
  const [mood, thing, number] = /** @type {[number, number, number]} */ ([
    ...crypto.getRandomValues(new Uint32Array(3)),
  ]);
  return `${MOODS[mood % MOODS.length]}-${THINGS[thing % THINGS.length]}-${1000 + (number % 9000)}`;
}
