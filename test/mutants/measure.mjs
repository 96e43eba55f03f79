// `npm run measure:protections [-- words of rows]`: measure.ts without Jest, compiled in memory by the same compiler.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./measure.ts');
