import { WholeNumber } from '../../problems/fields/whole-number.js';
import { MAX_BREAK_SECONDS } from '../../domain/break.js';

export class ExtendBody {
  @WholeNumber({
    description: 'By how many seconds the break ends later. It lasts 24 hours at most, all in all.',
    required: true,
    minimum: 1,
    maximum: MAX_BREAK_SECONDS,
    example: 300,
  })
  seconds!: number;
}
