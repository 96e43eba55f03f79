import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { ackStatuses, type AckStatus } from '../../domain/members.js';
import { ClientId } from '../../problems/fields/client-id.js';
import { DisplayName } from '../../problems/fields/display-name.js';
import { OneOf } from '../../problems/fields/one-of.js';

export class AckBody {
  @ClientId({
    description: 'The client that answers; the same as `client_id` of its stream.',
    required: true,
  })
  client_id!: string;

  @OneOf(ackStatuses, {
    name: 'AckStatus',
    description:
      '`seen`: the break is on the screen. `away`: the member has left. `back`: the member has returned.',
    required: true,
  })
  status!: AckStatus;

  @DisplayName({
    description: 'The name that leaders see; empty: none. Left out: the name given before.',
    example: '田中',
  })
  name?: string | null;

  @ApiPropertyOptional({
    description: 'The break that is answered. Left out: the running break, or the last one.',
    type: String,
    nullable: true,
  })
  @IsOptional()
  @IsString({ message: 'must be text' })
  rest_id?: string | null;
}
