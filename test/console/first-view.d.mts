import type { Browser } from 'playwright-core';

export declare const PAGES: Readonly<Record<string, string>>;
export declare function firstView(browser: Browser, address: string): Promise<number>;
