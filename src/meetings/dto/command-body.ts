import { DisplayName } from '../../problems/fields/display-name.js';

/** The fields of every leader's command. */
export class CommandBody {
  @DisplayName({
    description:
      'The name of the caller, which other leaders see. It is not verified, and members never get it.',
    example: '田中',
  })
  by?: string | null;
}
