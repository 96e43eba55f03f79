import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import type { Credentials } from './credentials.js';
import { digestOf, isOneOf } from './secrets.js';

/** The keys of leaders who may command every meeting. */
@Injectable()
export class ApiKeys {
  private readonly digests: readonly Buffer[];

  constructor({ access }: AppConfig) {
    this.digests = access.apiKeys.map(digestOf);
  }

  /** Never in a URL: a key lives long. */
  include({ secret, isInUrl }: Credentials): boolean {
    return !isInUrl && isOneOf(this.digests, secret);
  }
}
