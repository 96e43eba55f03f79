// Reads the output of `curl -N` from the standard input.
import { createInterface } from 'node:readline';
import { hear, over } from './hear.mjs';

for await (const line of createInterface({ input: process.stdin }))
  if (line.includes('"event":"rest_required"')) hear('message', line.slice('data: '.length));
over('exited');
