import { WholeNumber } from '../../problems/fields/whole-number.js';
import { CommandBody } from './command-body.js';

export class SnoozeBody extends CommandBody {
  @WholeNumber({
    description: 'The number of minutes by which the next break is postponed.',
    minimum: 1,
    maximum: 60,
    default: 5,
  })
  minutes?: number | null;
}
