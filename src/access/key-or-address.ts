import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { addressOf } from '../limits/address.js';
import { CallerName } from '../limits/caller-name.js';
import { ApiKeys } from './api-keys.js';
import { credentialsOf } from './credentials.js';

/** Counts calls by a valid API key, else by address. A wrong key therefore gets no count of its own. */
@Injectable()
export class KeyOrAddress extends CallerName {
  constructor(private readonly keys: ApiKeys) {
    super();
  }

  override of(request: Request): string {
    const credentials = credentialsOf(request);
    return credentials && this.keys.include(credentials) ? `key ${credentials.secret}` : addressOf(request);
  }
}
