import { Injectable } from '@nestjs/common';
import { meetingIdsOf, MEETINGS_IN_LIST, MEETINGS_IN_OVERVIEW } from '../problems/fields/meeting-ids.js';
import { AccessGuard, type AdmittedRequest } from './access.guard.js';
import { StreamGuard } from './stream.guard.js';

/** For a call that reads several meetings: the caller needs the permission on each. */
@Injectable()
export class MeetingListGuard extends AccessGuard {
  protected override meetingsOf({ query }: AdmittedRequest): readonly unknown[] {
    return meetingIdsOf(query, MEETINGS_IN_LIST);
  }
}

/** For a stream of several meetings: the caller needs the permission on each. */
@Injectable()
export class OverviewGuard extends StreamGuard {
  protected override meetingsOf({ query }: AdmittedRequest): readonly unknown[] {
    return meetingIdsOf(query, MEETINGS_IN_OVERVIEW);
  }
}
