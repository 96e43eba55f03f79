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
/** What the views sent so far. */
export function asked(page: Page): Promise<Request[]>;
/** How commands are refused from now on; `null` = not at all. */
export function refuse(page: Page, refusal: { code: string; detail: string } | null): Promise<void>;
