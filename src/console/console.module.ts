import { Module, type DynamicModule } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';
import { PublicFiles } from './public-files.js';

/** Serves `public/`: the pages for leaders and members, and the client for other pages. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {
  /** @param publicUrl public URL of the service, for links that people pass on */
  static of(publicUrl: string | undefined): DynamicModule {
    const files = { provide: PublicFiles, useFactory: () => new PublicFiles(publicUrl) };
    return { module: ConsoleModule, providers: [files] };
  }
}
