// npm run measure:rolling [-- --members 2000]: restarts two processes behind nginx, one after the other,
// while a break is called every second. Checks that each member gets each break, once and in order; writes
// docs/rolling-restart.svg.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./rolling/main.ts');
