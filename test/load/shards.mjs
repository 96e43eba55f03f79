// npm run measure:shards [-- --breaks 100 --seconds 15] — what each master of a Cluster does for breaks at a fixed rate, with 1, 2 and
// 3 masters, announced on classic and sharded channels or on sharded ones only: CPU time of the master, and messages that it got over
// the Cluster bus and wrote to subscribers. Two processes of the service follow all meetings. CPU time does not depend on how busy the
// machine is, as wall time does.
import { register } from 'node:module';

register('../chaos/typescript.mjs', import.meta.url);
await import('./shards/main.ts');
