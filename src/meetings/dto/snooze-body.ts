import { WholeNumber } from '../../problems/fields/whole-number.js';
import { CommandBody } from './command-body.js';

export class SnoozeBody extends CommandBody {
  @WholeNumber({
    description: 'By how many minutes the next break is put off.',
    minimum: 1,
    maximum: 60,
    default: 5,
  })
  minutes?: number | null;
}
