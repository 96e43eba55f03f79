/** Shows the command of each button as a curl line, with the present input. */
import { customMinutes, restCommand } from './calls.js';
import { commands, curl } from './commands.js';
import { byId, element } from './dom.js';
import { saying } from './i18n.js';
import { planCommand } from './plan.js';

/** @type {() => [keyof import('./i18n.js').Texts, import('./commands.js').Command][]} */
const lines = () => [
  ['start', commands.start()],
  ['key_5', restCommand(5)],
  ['key_10', restCommand(10)],
  ['key_15', restCommand(15)],
  ['key_open', restCommand(null)],
  ['custom', restCommand(customMinutes() ?? 20)],
  ['longer_1', commands.extend(1)],
  ['longer_5', commands.extend(5)],
  ['resume', commands.resume()],
  ['plan_set', planCommand()],
  ['snooze', commands.snooze(5)],
  ['skip', commands.skip()],
  ['end', commands.end()],
];

export function showCurlLines() {
  const write = () =>
    byId('curl-lines').replaceChildren(
      ...lines().flatMap(([text, command]) => [
        saying('dt', text),
        element('dd', {}, element('code', {}, curl(command))),
      ]),
    );
  for (const id of ['call', 'plan'])
    for (const event of ['input', 'change']) byId(id).addEventListener(event, write);
  addEventListener('languagechange', write);
  write();
}
