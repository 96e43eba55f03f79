// `npm run test:wild-clients`: runs main.ts without Jest, compiled in memory.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./main.ts');
