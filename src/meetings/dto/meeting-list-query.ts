import { OneOf } from '../../problems/fields/one-of.js';
import { listRoles, type ListRole } from './meetings-answer.js';

export class MeetingListQuery {
  @OneOf(listRoles, {
    name: 'Role',
    description:
      '`leader`: also the requests for a break in each meeting; the caller must be a leader of each.',
  })
  role?: ListRole | null;
}
