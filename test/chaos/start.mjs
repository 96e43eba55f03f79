// `npm run test:chaos`: runs main.ts without Jest, compiled in memory by the same compiler.
import { register } from 'node:module';

register('./typescript.mjs', import.meta.url);
await import('./main.ts');
