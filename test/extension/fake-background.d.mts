import type { BrowserContext, Page } from 'playwright-core';
import type { Language, Request, Rest, State } from '../../extension/messages.js';

export const EXTENSION: string;
export const STRICT_POLICY: string;
export function stateWith(differences?: Partial<State>): State;
export function breakWith(of?: { lasts?: number; gone?: number; message?: string; id?: string }): Rest;
export function textsOf(language: Language): Promise<Record<string, string>>;
export function installOverlay(context: BrowserContext): Promise<void>;
export function installPages(
  context: BrowserContext,
  of?: { kept?: object; managed?: object; tab?: string },
): Promise<void>;
export function tell(page: Page, state: State): Promise<void>;
/** The requests that the views have sent so far. */
export function asked(page: Page): Promise<Request[]>;
/** The refusal of all commands from now on; `null` = commands succeed. */
export function refuse(page: Page, refusal: { code: string; detail: string } | null): Promise<void>;
