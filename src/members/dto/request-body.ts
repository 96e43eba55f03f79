import { requestKinds, type RequestKind } from '../../domain/members.js';
import { ClientId } from '../../problems/fields/client-id.js';
import { OneOf } from '../../problems/fields/one-of.js';

export class RequestBody {
  @ClientId({
    description: 'The client that asks. It counts once; only the count leaves the server.',
    required: true,
  })
  client_id!: string;

  @OneOf(requestKinds, {
    name: 'RequestKind',
    description:
      '`break`: a break, while none is on. `more_time`: a longer break, while one with an end is on. Left out or null: `break`.',
  })
  kind?: RequestKind | null;
}
