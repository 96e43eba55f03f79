import { Module, type DynamicModule } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';
import { LanAddresses, type Place } from './lan-addresses.js';
import { PublicFiles } from './public-files.js';

/** Serves `public/`: the pages for leaders and members, and the client for other pages. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {
  static of(place: Place): DynamicModule {
    const files = { provide: PublicFiles, useFactory: () => new PublicFiles(place.publicUrl) };
    const lan = { provide: LanAddresses, useFactory: () => new LanAddresses(place) };
    return { module: ConsoleModule, providers: [files, lan] };
  }
}
