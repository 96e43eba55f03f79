import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems.js';
import { AmbiguousRequest } from '../problems/request-refusals.js';
import { Clock } from './clock.js';

class TimeAnswer {
  @ApiProperty({ format: 'date-time', example: '2025-10-17T10:30:00.000Z' })
  server_time!: string;
}

@ApiTags('time')
@ApiProblems(AmbiguousRequest)
@Controller('api/time')
export class TimeController {
  constructor(private readonly clock: Clock) {}

  @Get()
  @ApiOperation({
    summary: 'Get the time of the server',
    description: 'Count down by this clock, because the clock of a client may be wrong.',
  })
  @ApiOkResponse({ type: TimeAnswer })
  getTime(): TimeAnswer {
    return { server_time: this.clock.timestamp() };
  }
}
