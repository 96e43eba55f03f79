import { cFloor } from './c-floor.mjs';
import { unavailable } from './unavailable.mjs';
import { centrifugo } from './centrifugo.mjs';
import { fastapi } from './fastapi.mjs';
import { kyukei, kyukeiBefore, kyukeiOnRedis } from './kyukei.mjs';
import { kyukeiOwnTokens, kyukeiProtected } from './kyukei-protected.mjs';
import { nchan } from './nchan.mjs';
import { betterSse, plainHttp } from './plain-servers.mjs';
import { stockNest } from './stock-nest.mjs';

/** All contestants, in the order of the table. */
export const roster = [
  kyukei,
  kyukeiBefore,
  kyukeiOnRedis,
  kyukeiProtected,
  kyukeiOwnTokens,
  stockNest,
  betterSse,
  plainHttp,
  nchan,
  centrifugo,
  cFloor,
  fastapi,
  ...unavailable,
];
