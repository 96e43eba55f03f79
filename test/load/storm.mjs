// npm run measure:storm [-- --members 9500 --crash]: stops two processes with this many members each, one
// after the other, so that all members move to the other one. Prints the CPU and the response times of the
// process that takes them, and whether any member missed a notice; writes docs/storm.svg. `--crash` kills the
// processes instead. `ulimit -n` limits the open files of a process.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./storm/main.ts');
