// What a first visit of a page loads until it shows its meeting: the files of the page as they are compressed, each with 300 bytes
// for its headers (as the browser's Resource Timing counts), without the answers of the API, in Japanese, whose texts are longer. What the page loads later, as its QR
// code, is not in it. for-everyone.spec.ts keeps it below a bound, `npm run measure:console` prints it for docs/performance.md.

/** Runs in the page before its own scripts. */
const NOTE_WHEN_SHOWN = `new MutationObserver(() => {
  if (document.querySelector('#light[data-state=good]')) window.shownAt ??= performance.now();
}).observe(document, { subtree: true, attributes: true })`;

const SUM = `performance.getEntries()
  .filter(({ name, startTime }) => startTime <= window.shownAt && !/\\/(api|health)\\b/.test(new URL(name, location).pathname))
  .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0)`;

/** The pages, by what they are called in the documents. */
export const PAGES = {
  welcome: '/',
  'several meetings': '/console?id=first',
  leader: '/console/first',
  member: '/m/first',
  wall: '/wall/first',
};

/**
 * The bytes of the first view of a page by somebody who was never here.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @returns {Promise<number>}
 */
export async function firstView(browser, address) {
  const context = await browser.newContext({ locale: 'ja-JP' });
  try {
    const page = await context.newPage();
    await page.addInitScript(NOTE_WHEN_SHOWN);
    await page.goto(address);
    await page.locator('#light[data-state=good]').waitFor();
    return await page.evaluate(SUM);
  } finally {
    await context.close();
  }
}
