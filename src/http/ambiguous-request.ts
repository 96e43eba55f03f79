/** Thrown for what a proxy may have understood otherwise than we would; answered as 400. */
export class AmbiguousRequest extends Error {
  override readonly name = 'AmbiguousRequest';
}
