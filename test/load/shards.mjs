// npm run measure:shards [-- --breaks 100 --seconds 15]: measures the load of each master of a Cluster for
// breaks at a fixed rate, with 1, 2 and 3 masters, announced on classic and sharded channels or on sharded
// ones only. Prints the CPU time of the masters, and their messages on the Cluster bus and to subscribers.
// Two processes of the service follow all meetings. It measures CPU time, because other load on the machine
// changes it less than wall time.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./shards/main.ts');
