import { memberRequests, requestKinds, type RequestKind } from '../../domain/requests.js';
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
    description: `${requestKinds.map((kind) => `\`${kind}\`: ${memberRequests[kind].asks}.`).join(' ')} Left out or null: \`break\`.`,
  })
  kind?: RequestKind | null;
}
