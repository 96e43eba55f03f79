import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { Credentials } from './credentials.js';
import { digestOf, isOneOf } from './secrets.js';

/** The API keys, which may command every meeting. */
@Injectable()
export class ApiKeys {
  private readonly digests: readonly Buffer[];

  constructor({ access }: AppConfig) {
    this.digests = access.apiKeys.map(digestOf);
  }

  /** Refuses a key in a URL: keys stay valid for long, and URLs are logged. */
  include({ secret, isInUrl }: Credentials): boolean {
    return !isInUrl && isOneOf(this.digests, secret);
  }
}
