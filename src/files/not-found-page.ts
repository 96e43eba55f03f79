import type { Request, Response } from 'express';

/** The page for people who open an unknown address. The console provides it, unless the console is off. */
export abstract class NotFoundPage {
  /** Sends the page if a person asks, and returns whether it did. Programs get the problem. */
  abstract answers(request: Request, response: Response): boolean;
}
