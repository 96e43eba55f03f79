import { ApiProperty } from '@nestjs/swagger';
import { time } from '../../../problems/fields/examples.js';

class Moment {
  @ApiProperty({ ...time, description: "The server's clock." })
  timestamp!: string;
}

/** `timestamp` is the reference's name for it, `server_time` that of every other frame that tells the time. */
export class Heartbeat extends Moment {
  @ApiProperty({ ...time, description: 'The same as `timestamp`.' })
  server_time!: string;
}

export class Degraded extends Moment {}

export class Restored extends Moment {}
