import { ApiProperty } from '@nestjs/swagger';
import { time } from '../../../problems/fields/examples.js';

class Moment {
  @ApiProperty({ ...time, description: "The server's time." })
  timestamp!: string;
}

/** The reference's heartbeat calls the time `timestamp`; all other frames call it `server_time`. */
export class Heartbeat extends Moment {
  @ApiProperty({ ...time, description: 'The same as `timestamp`.' })
  server_time!: string;
}

export class Degraded extends Moment {}

export class Restored extends Moment {}
