import { ApiProperty } from '@nestjs/swagger';
import { Length, Matches } from 'class-validator';
import type { Command } from '../../domain/commands.js';
import { id, time } from '../../problems/fields/examples.js';
import { BodyAnswer } from '../../problems/ignored-fields.js';
import { CommandBody } from './command-body.js';
import type { LoggedNotice } from '../../domain/notice.js';

const LENGTH = { minimum: 1, maximum: 500 };
const message = `must be text of ${LENGTH.minimum} to ${LENGTH.maximum} characters, not only blanks`;

export class AnnouncementBody extends CommandBody {
  @ApiProperty({
    description: 'The text for members.',
    minLength: LENGTH.minimum,
    maxLength: LENGTH.maximum,
    // The JSON Schema form of the rule below.
    pattern: String.raw`\S`,
    example: 'The slides are in the chat.',
  })
  @Length(LENGTH.minimum, LENGTH.maximum, { message })
  @Matches(/\S/, { message })
  message!: string;

  static toCommand({ message }: AnnouncementBody): Command {
    return { type: 'announce', message };
  }
}

export class AnnouncementAnswer extends BodyAnswer {
  @ApiProperty({ enum: ['Announcement sent'] })
  readonly message = 'Announcement sent';

  @ApiProperty(id)
  readonly meeting_id: string;

  @ApiProperty({ ...time, description: 'When it was sent; the same time as in the notice.' })
  readonly timestamp: string;

  constructor(meetingId: string, notices: readonly LoggedNotice[]) {
    super();
    this.meeting_id = meetingId;
    this.timestamp = notices.at(-1)?.notice.timestamp ?? '';
  }
}
