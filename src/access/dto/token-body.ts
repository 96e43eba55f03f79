import { ClientId } from '../../problems/fields/client-id.js';
import { OneOf } from '../../problems/fields/one-of.js';
import { WholeNumber } from '../../problems/fields/whole-number.js';
import type { Principal } from '../principal.js';

const roles: readonly Principal['role'][] = ['member', 'leader'];

export const DEFAULT_TTL_SECONDS = 3_600;

export class TokenBody {
  @OneOf(roles, {
    name: 'Role',
    description:
      '`leader`: may also command the meeting, and read what only leaders may read. Left out or null: `member`.',
  })
  role?: Principal['role'] | null;

  @WholeNumber({
    description: 'Lifetime of the token in seconds.',
    minimum: 1,
    maximum: 86_400,
    default: DEFAULT_TTL_SECONDS,
  })
  ttl_seconds?: number | null;

  @ClientId({ description: 'The client that the token is for. Left out or null: any client.' })
  client_id?: string | null;
}
