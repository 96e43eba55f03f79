import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';

@Module({ imports: [MeetingsModule], controllers: [MembersController], providers: [MembersService] })
export class MembersModule {}
