import type { Page } from 'playwright-core';

/** The accessibility violations that axe finds in a page, each as its rule and the elements that break it. */
export function violations(page: Page): Promise<string[]>;
