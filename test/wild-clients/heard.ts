/** A line of a client's report, see `clients/hear.mjs`. */
export type Line = { heard: number } | { empty: true } | { garbled: string } | { over: string };

/** The messages that one client got in one run. */
export class Heard {
  readonly breaks: number[] = [];
  empty = 0;
  garbled = 0;
  /** Why the client gave up. */
  over: string | undefined;
  private isClosed = false;

  /** Ignores later reports, because the end of the run causes errors. */
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

  /** Whether the client got all breaks, each once, in order, and nothing else. */
  get isWhole(): boolean {
    return this.breaks.join('') === '123' && this.empty === 0 && this.garbled === 0;
  }

  /**
   * Whether the client got no break twice or out of order, and nothing else; and all breaks, unless it cannot
   * reconnect.
   */
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
