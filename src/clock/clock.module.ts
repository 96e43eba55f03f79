import { Global, Module } from '@nestjs/common';
import { TimeController } from './time.controller.js';
import { Clock, SystemClock } from './clock.js';

@Global()
@Module({
  controllers: [TimeController],
  providers: [{ provide: Clock, useClass: SystemClock }],
  exports: [Clock],
})
export class ClockModule {}
