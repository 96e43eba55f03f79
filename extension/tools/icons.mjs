// node extension/tools/icons.mjs — renders icons/icon.svg to the PNG files for stores and toolbars, which are
// committed.
import { readFile } from 'node:fs/promises';
import { launch } from '../../test/console/real-pages.mjs';

const FOLDER = new URL('../icons/', import.meta.url);
const drawing = await readFile(new URL('icon.svg', FOLDER), 'utf8');
const browser = await launch();
for (const size of [16, 32, 48, 128]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${drawing}`);
  await page.screenshot({ path: new URL(`${size}.png`, FOLDER).pathname, omitBackground: true });
}
await browser.close();
