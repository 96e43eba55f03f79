import { Module } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';
import { PublicFiles } from './public-files.js';

/** The leader's and the member's page, and the client for other pages, from `public/`. */
@Module({ controllers: [ConsoleController], providers: [PublicFiles] })
export class ConsoleModule {}
