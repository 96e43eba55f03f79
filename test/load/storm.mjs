// npm run measure:storm [-- --members 9500 --crash] — two processes with so many members each are stopped, one after the other, and
// all members go to the other one. Prints what the one that takes them needs and how fast it answers meanwhile, and whether anybody
// missed anything; writes docs/storm.svg. `--crash` kills them instead. A process opens as many files as `ulimit -n` allows.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./storm/main.ts');
