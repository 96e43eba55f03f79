// `npm run measure:protections [-- words of rows]`: runs measure.ts without Jest, compiled in memory.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./measure.ts');
