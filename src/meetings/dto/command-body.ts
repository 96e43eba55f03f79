import { DisplayName } from '../../problems/fields/display-name.js';

/** What every leader's command takes. */
export class CommandBody {
  @DisplayName({
    description:
      'Who gives the command: for other leaders to see, and no proof of anything. No member gets it.',
    example: '田中',
  })
  by?: string | null;
}
