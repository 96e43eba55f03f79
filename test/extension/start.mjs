// Runs a script of this folder without Jest: `node test/extension/start.mjs measure/main …`.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import(new URL(`${process.argv[2]}.ts`, import.meta.url).href);
