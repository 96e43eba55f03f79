// npm run measure:tricks [-- a word of its name]: removes each optimisation of the streams from a copy of the
// build, and runs the bench's `deliver` with both builds in one run. An optimisation that saves nothing
// should be removed.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./tricks/main.ts');
