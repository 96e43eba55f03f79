import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = JSON.stringify(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: string[]; readonly html: string }[];
}

/** The accessibility violations that axe finds in a page, each as its rule and the elements that break it. */
export async function violations(page: Page): Promise<string[]> {
  // Only violations, because reporting the passed checks takes most of axe's time.
  const run = `axe.run({ runOnly: ${TAGS}, resultTypes: ['violations'] })`;
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(AXE);
  const found = await page.evaluate<Violation[]>(`${run}.then(({ violations }) => violations)`);
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target.join(' ')} ${html}`).join(', ')}`,
  );
}
