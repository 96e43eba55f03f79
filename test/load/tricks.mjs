// npm run measure:tricks [-- a word of its name]: takes each trick of the stream's path out of a copy of the build, and runs the bench's
// `deliver` with both builds in one run. A trick that saves nothing any more should go.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./tricks/main.ts');
