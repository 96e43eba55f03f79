import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { verifierOf } from './token-verifiers.js';

const SECRET = 'the-secret-that-signs-0123456789abcdef';
const EXP = 1_760_697_600;
const before = new Date(EXP * 1000 - 1);

const token = () =>
  new SignJWT({ meeting_id: 'abc' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(EXP)
    .sign(Buffer.from(SECRET));

describe('the cache of verified tokens', () => {
  it('remembers a valid token until it expires', async () => {
    const verify = verifierOf(SECRET);
    const claims = await verify(await token(), before);
    expect(claims).toEqual({ meeting_id: 'abc', exp: EXP });
    expect(await verify(await token(), before)).toBe(claims);
    await expect(verify(await token(), new Date(EXP * 1000))).rejects.toThrow('"exp"');
    await expect(verify(await token(), new Date(EXP * 1000))).rejects.toThrow('"exp"');
  });

  it('does not accept another token', async () => {
    const verify = verifierOf(SECRET);
    const [head, claims, signature = ''] = (await token()).split('.');
    await verify([head, claims, signature].join('.'), before);
    const others = [signature.slice(0, -1), signature.slice(1), signature.toUpperCase(), ''];
    for (const other of others)
      await expect(verify([head, claims, other].join('.'), before)).rejects.toThrow();
  });
});
