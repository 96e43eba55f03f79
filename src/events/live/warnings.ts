import type { Logger } from '@nestjs/common';

/** Log lines about one meeting: each cause is said once, until it is {@link over}. */
export class Warnings {
  private readonly said = new Set<string>();

  constructor(
    private readonly logger: Logger,
    private readonly about: string,
  ) {}

  warn(cause: string): void {
    if (this.isNew(cause)) this.logger.warn(`${this.about}: ${cause}`);
  }

  /** Somebody must act. */
  error(cause: string): void {
    if (this.isNew(`error ${cause}`)) this.logger.error(`${this.about}: ${cause}`);
  }

  /** What is said again from now on is news. */
  over(): void {
    this.said.clear();
  }

  private isNew(cause: string): boolean {
    const isNew = !this.said.has(cause);
    this.said.add(cause);
    return isNew;
  }
}
