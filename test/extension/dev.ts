// `npm run extension:dev [chromium|firefox]`: opens each browser with the extension and a new service.
import { Teardown } from '../chaos/world/teardown.js';
import { Service } from '../support/service.js';
import { newCode, World } from './world.js';
import type { Kind } from './browsers.js';

const BOTH = ['chromium', 'firefox'] as const;

const wanted = process.argv[3];
const kinds: readonly Kind[] = wanted === undefined ? BOTH : BOTH.filter((kind) => kind === wanted);
if (kinds.length === 0) stop(`No such browser: ${wanted}. There are ${BOTH.join(' and ')}.`);
if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
  stop(
    'The browsers need a display, and DISPLAY is not set. Without a screen: xvfb-run npm run extension:dev',
  );

const teardown = new Teardown();
const world = await World.start(teardown, await Service.start(teardown));
const meeting = newCode();
for (const kind of kinds) {
  const browser = await world.browser(kind, {}, { isHeadless: false });
  await browser.open(meeting);
}
console.log(`Service ${world.service.url}, meeting ${meeting}. A break:`);
console.log(`curl -X POST ${world.service.url}/api/meetings/${meeting}/rest -d '{"duration_seconds":60}'`);
console.log('Ctrl+C ends it all.');
process.once('SIGINT', () => void teardown.run().then(() => process.exit(0)));

function stop(why: string): never {
  console.error(why);
  process.exit(1);
}
