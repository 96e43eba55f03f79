import type { Command } from '../../domain/commands.js';
import { CommandBody } from './command-body.js';
import { DisplayName } from '../../problems/fields/display-name.js';

export class StartBody extends CommandBody {
  @DisplayName({
    description: 'Shown to people in place of the id. Left out, null or blank: no title.',
    example: 'Weekly review',
  })
  title?: string | null;

  static toCommand({ title }: StartBody): Command {
    const trimmed = title?.trim();
    return { type: 'start', ...(trimmed ? { title: trimmed } : {}) };
  }
}
