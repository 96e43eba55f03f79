import { Module, type DynamicModule } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';
import { LanAddresses, type Place } from './lan-addresses.js';
import { NotFoundPage } from '../files/not-found-page.js';
import { PublicFiles } from './public-files.js';
import { UnknownAddresses } from './unknown-addresses.js';

/** Serves `public/`: the pages for leaders and members, and the client for other pages. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {
  static of(place: Place): DynamicModule {
    const files = { provide: PublicFiles, useFactory: () => new PublicFiles(place.publicUrl) };
    const lan = { provide: LanAddresses, useFactory: () => new LanAddresses(place) };
    const notFound = {
      provide: NotFoundPage,
      inject: [PublicFiles],
      useFactory: (found: PublicFiles) => new UnknownAddresses(found, place.publicPath),
    };
    return { module: ConsoleModule, providers: [files, lan, notFound] };
  }
}
