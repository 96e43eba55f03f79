/** A line that a client says: `clients/hear.mjs`. */
export type Line = { heard: number } | { empty: true } | { garbled: string } | { over: string };

/** What one client heard in one run. */
export class Heard {
  readonly breaks: number[] = [];
  empty = 0;
  garbled = 0;
  /** Why it gave up. */
  over: string | undefined;
  private isClosed = false;

  /** What a client says when everything ends counts for nothing. */
  close(): void {
    this.isClosed = true;
  }

  take(line: Line): void {
    if (this.isClosed) return;
    if ('heard' in line) this.breaks.push(line.heard);
    else if ('empty' in line) this.empty++;
    else if ('garbled' in line) this.garbled++;
    else this.over ??= line.over;
  }

  has(number: number): boolean {
    return this.breaks.includes(number);
  }

  /** All breaks, each once, in order, and nothing that is none. */
  get isWhole(): boolean {
    return this.breaks.join('') === '123' && this.empty === 0 && this.garbled === 0;
  }

  /** Whether it heard no break twice or out of order, and nothing that is none; and all breaks, unless it cannot come back. */
  isGood(cannotComeBack: boolean): boolean {
    const isClean = this.empty === 0 && this.garbled === 0 && '123'.startsWith(this.breaks.join(''));
    return cannotComeBack ? isClean : this.isWhole;
  }

  toString(): string {
    const faults = [
      this.empty > 0 && `${this.empty} empty`,
      this.garbled > 0 && `${this.garbled} garbled`,
      !this.isWhole && this.over,
    ].filter(Boolean);
    return [this.breaks.join('') || '–', ...faults].join(', ');
  }
}
