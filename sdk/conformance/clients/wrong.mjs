/** `node wrong.mjs NAME`: the JavaScript client with one fault. Without a name: lists the faults. */
import { WRONG_CLIENTS } from './wrong-clients.mjs';
import { program, start } from './javascript.mjs';

const wrong = WRONG_CLIENTS[process.argv[2]];
if (wrong) {
  wrong.make(program);
  start();
} else
  for (const [name, { fails }] of Object.entries(WRONG_CLIENTS)) console.log(`${name}: fails "${fails}"`);
