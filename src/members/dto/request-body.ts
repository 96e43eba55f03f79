import { ClientId } from '../../problems/fields/client-id.js';

export class RequestBody {
  @ClientId({ description: 'Who asks: it counts once. Only the count leaves the server.', required: true })
  client_id!: string;
}
