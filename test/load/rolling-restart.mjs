// npm run measure:rolling [-- --members 2000] — two processes behind nginx are restarted, one after the other, while a break is
// called every second. Checks that every member heard every break, once and in order; writes docs/rolling-restart.svg.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./rolling/main.ts');
