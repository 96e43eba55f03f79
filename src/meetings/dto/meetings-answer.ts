import {
  ApiProperty,
  ApiPropertyOptional,
  IntersectionType,
  OmitType,
  PartialType,
  PickType,
} from '@nestjs/swagger';
import type { Requests } from '../../domain/requests.js';
import { requestsOf } from '../../domain/requests.js';
import { snapshotOf } from '../../domain/snapshot.js';
import { time } from '../../problems/fields/examples.js';
import type { Loaded } from '../../stores/meeting-store.js';
import { RequestsInAnswer } from './members-answer.js';
import { SnapshotAnswer } from './snapshot-answer.js';

/** The role of the caller, as the query says: leaders also get the requests for a break. */
export const listRoles = ['member', 'leader'] as const;
export type ListRole = (typeof listRoles)[number];

const always = ['meeting_id', 'phase'] as const;

/** A meeting in the answer. A meeting that was not started has only its id and its phase. */
export class MeetingInList extends IntersectionType(
  PickType(SnapshotAnswer, always),
  PartialType(OmitType(SnapshotAnswer, always)),
) {
  @ApiPropertyOptional({
    description: 'With `role=leader`: the requests for a break.',
    type: RequestsInAnswer,
  })
  requests?: Requests;
}

export class MeetingsAnswer {
  @ApiProperty({
    description:
      'In the order of the query. A meeting that was not started has `meeting_id` and `phase` only.',
    type: [MeetingInList],
  })
  readonly meetings: readonly MeetingInList[];

  @ApiProperty({ ...time, description: "The server's time." })
  readonly server_time: string;

  constructor(loaded: readonly Loaded[], role: ListRole, now: string) {
    this.meetings = loaded.map(({ meeting, revision, counts }): MeetingInList => {
      if (meeting.startedAt === null) return { meeting_id: meeting.id, phase: 'not_started' };
      const snapshot = snapshotOf({ meeting, revision, counts }, now);
      return role === 'leader' ? { ...snapshot, requests: requestsOf('break', meeting, counts) } : snapshot;
    });
    this.server_time = now;
  }
}
