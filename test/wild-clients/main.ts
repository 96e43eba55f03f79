import type { Cleanup } from '../support/cleanup.js';
import { browsers, inBrowser, isHere } from './browsers.js';
import { LIMITS, wildClients } from './catalogue.js';
import type { Heard } from './heard.js';
import { runClient } from './running-client.js';
import { play, scenarios, type Scenario } from './scenario.js';

/** Clients that are not run. They are listed, so that nobody takes their absence for success. */
const NOT_RUN = [
  'Java, Kotlin (okhttp-sse, okhttp-eventsource), Rust (reqwest-eventsource, eventsource-client): docs/clients.md says what was seen',
  'Safari, iOS, Dart, C#: no such machine or SDK',
  'an EventSource in a page of the service itself: test/console/ has the console, which is one',
];

const results = new Map<string, Partial<Record<Scenario, Heard>>>();
const clients = wildClients();
const present = browsers.filter(isHere);
const names = Object.keys(scenarios) as Scenario[];
for (const scenario of names) {
  const actions: (() => unknown)[] = [];
  const add = (action: () => unknown) => void actions.push(action);
  // `Cleanup` needs Jest, so this object stands in for it.
  const cleanup = { add } as unknown as Cleanup;
  try {
    const heard = await play(cleanup, scenario, [
      ...clients.map((client) => ({
        name: client.name,
        start: (url: string) => runClient(cleanup, client, url),
      })),
      ...present.flatMap((browser) => inBrowser(cleanup, browser)),
    ]);
    heard.forEach((one, name) => results.set(name, { ...results.get(name), [scenario]: one }));
  } finally {
    for (const action of actions.reverse()) await action();
  }
}

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
console.log(
  [row('client', ...names, 'its own limits'), `|---|${names.map(() => '---|').join('')}---|`].join('\n'),
);
results.forEach((heard, name) =>
  console.log(row(name, ...names.map((scenario) => String(heard[scenario])), LIMITS[name] ?? '')),
);
const missing = browsers.filter((browser) => !present.includes(browser));
console.log(
  ['\nNot run:', ...NOT_RUN, ...missing.map((browser) => `${browser}: not installed`)].join('\n- '),
);

const failed = [...results].flatMap(([name, heard]) =>
  names
    .filter((scenario) => heard[scenario]?.isGood(name in LIMITS) === false)
    .map((scenario) => `${name}, ${scenario}: ${String(heard[scenario])}`),
);
console.log(`\n${failed.length} faults${failed.map((line) => `\n- ${line}`).join('')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
