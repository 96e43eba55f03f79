import { describe, expect, it } from '@jest/globals';
import { origin, originPattern } from './origins.js';

describe('an origin of CORS_ORIGINS', () => {
  it.each([
    ['HTTPS://Example.COM', 'https://example.com'],
    ['https://example.com/', 'https://example.com'],
    ['https://example.com:443', 'https://example.com'],
    ['http://example.com:80/', 'http://example.com'],
    ['https://example.com:80', 'https://example.com:80'],
    ['https://休憩.example', 'https://xn--xoq266b.example'],
    ['https://*.休憩.example', 'https://*.xn--xoq266b.example'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['http://[0:0::1]:*', 'http://[::1]:*'],
    ['http://localhost:*', 'http://localhost:*'],
    ['https://*.Example.com:8443', 'https://*.example.com:8443'],
    ['moz-extension://*', 'moz-extension://*'],
    ['chrome-extension://abc/', 'chrome-extension://abc'],
    ['safari-web-extension://E1B8F2A0-1', 'safari-web-extension://e1b8f2a0-1'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['file://', 'file://'],
    ['NULL', 'null'],
  ])('is understood as browsers mean it: %s', (text, meant) => {
    expect(origin.parse(text)).toBe(meant);
  });

  it.each([
    'example.com',
    'https:example.com',
    'https:///example.com',
    '//example.com',
    'https://example.com/path',
    'https://example.com//',
    'https://example.com?x',
    'https://user:pass@example.com',
    'https://a.test https://b.test',
    'https://*',
    'https://*:8443',
    'https://*example.com',
    'https://app-*.example.com',
    'https://a.*.com',
    'https://*.10.0.0.1',
    'https://example.com:8*',
    '*.example.com',
    '*://example.com',
    'moz-extension://a*',
    'file:///home',
    'data:text/html,x',
    'blob:https://example.com',
    'wss://example.com',
    'https://example.com\\@evil.test',
    '["https://example.com"]',
    '/example\\.com$/',
  ])('is refused if no browser sends it or its meaning is unclear: %s', (text) => {
    expect(origin.parse(text)).toBeUndefined();
  });

  it.each([
    ['https://example.com', 'https://example.com', true],
    ['https://example.com', 'https://example.com:443', true],
    ['https://example.com', 'http://example.com', false],
    ['https://example.com', 'https://example.com.evil.test', false],
    ['https://example.com', 'https://example.com:8443', false],
    ['https://example.com', 'https://exampleXcom', false],
    ['https://*.example.com', 'https://a.example.com', true],
    ['https://*.example.com', 'https://a.b-c.example.com', true],
    ['https://*.example.com', 'https://example.com', false],
    ['https://*.example.com', 'https://evilexample.com', false],
    ['https://*.example.com', 'https://evil.test/.example.com', false],
    ['https://*.example.com', 'https://a.example.com:8443', false],
    ['https://*.example.com:*', 'https://a.example.com:8443', true],
    ['http://localhost:*', 'http://localhost:5173', true],
    ['http://localhost:*', 'http://localhost', true],
    ['http://localhost:*', 'http://localhost:evil.test', false],
    ['moz-extension://*', 'moz-extension://6a1f1a0e-8a3e-4b7a-9d5c-0d6f0f5b0f3e', true],
    ['moz-extension://*', 'chrome-extension://abcdefghijklmnop', false],
    ['moz-extension://*', 'https://evil.test/moz-extension://x', false],
    ['safari-web-extension://e1b8f2a0-1', 'safari-web-extension://E1B8F2A0-1', true],
    ['null', 'null', true],
  ])('matches a whole origin only: %s, %s: %s', (pattern, sent, matches) => {
    expect(originPattern(origin.parse(pattern) ?? '').test(sent)).toBe(matches);
  });
});
