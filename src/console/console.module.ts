import { Module, type DynamicModule } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';
import { PublicFiles } from './public-files.js';

/** The leader's and the member's page, and the client for other pages, from `public/`. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {
  /** @param publicUrl where people reach the service, for links that a page passes on */
  static of(publicUrl: string | undefined): DynamicModule {
    const files = { provide: PublicFiles, useFactory: () => new PublicFiles(publicUrl) };
    return { module: ConsoleModule, providers: [files] };
  }
}
