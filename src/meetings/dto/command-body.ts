import { DisplayName } from '../../problems/fields/display-name.js';

/** The fields of every leader's command. */
export class CommandBody {
  @DisplayName({
    description:
      'Who gives the command: for other leaders to see, and no proof of anything. No member gets it.',
    example: '田中',
  })
  by?: string | null;
}
