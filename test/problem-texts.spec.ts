import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type * as refusal from '../src/domain/refusal.js';
import { built } from './support/outside-jest.js';

// Codes are declared by the modules that refuse: load them all.
await built('app.module.js');
const { problemTypes } = await built<typeof refusal>('domain/refusal.js');

/** Codes that no user of the console or of the extension can meet, and why. */
const unseen: Readonly<Record<string, string>> = {
  malformed_json: 'both send JSON in UTF-8',
  bad_request: 'both send complete requests; a proxy may break one, and the detail is shown',
  body_too_large: 'the longest text that they accept is far below 16 KiB',
  unsupported_encoding: 'both send bodies uncompressed',
  route_not_found: 'both call routes that exist; a test compares their client with the API document',
  idempotency_key_reused: 'both make a random key for each command',
  tokens_not_issued: 'the console then shares the link without a token',
  not_ready: '/health/ready only, which both never call',
};

const texts = async (language: 'en' | 'ja'): Promise<Record<string, string>> => {
  const address = new URL(`../public/texts/${language}.js`, import.meta.url).href;
  return ((await import(address)) as { default: Record<string, string> }).default;
};

const messages = (language: 'en' | 'ja'): object =>
  JSON.parse(
    readFileSync(new URL(`../extension/_locales/${language}/messages.json`, import.meta.url), 'utf8'),
  ) as object;

describe.each(['en', 'ja'] as const)('the texts of problems, %s', (language) => {
  it.each<[string, () => Promise<object> | object]>([
    ['the console', () => texts(language)],
    ['the extension', () => messages(language)],
  ])('exist in %s for every code that its user can meet', async (_, read) => {
    const known = await read();
    const codes = problemTypes().map(({ code }) => code);
    expect(codes.filter((code) => !(`problem_${code}` in known)).sort()).toEqual(Object.keys(unseen).sort());
  });
});
