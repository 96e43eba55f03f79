import type { Request, Response } from 'express';

/** The page for people who open an address that nothing is served at. The console provides it, unless it is off. */
export abstract class NotFoundPage {
  /** Answers with the page if a person asks; returns whether it does. Programs get the problem. */
  abstract answers(request: Request, response: Response): boolean;
}
