import type { Logger } from '@nestjs/common';

/** Log lines about one meeting. Each cause is logged once, until {@link over} is called. */
export class Warnings {
  private readonly said = new Set<string>();

  constructor(
    private readonly logger: Logger,
    private readonly about: string,
  ) {}

  warn(cause: string): void {
    if (this.isNew(cause)) this.logger.warn(`${this.about}: ${cause}`);
  }

  /** Logs a failure that an operator must fix. */
  error(cause: string): void {
    if (this.isNew(`error ${cause}`)) this.logger.error(`${this.about}: ${cause}`);
  }

  /** The problem is over: the same causes are logged again when they return. */
  over(): void {
    this.said.clear();
  }

  private isNew(cause: string): boolean {
    const isNew = !this.said.has(cause);
    this.said.add(cause);
    return isNew;
  }
}
