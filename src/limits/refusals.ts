import { refusal } from '../domain/refusal.js';

export class TooManyCalls extends refusal('too_many_calls', 429, 'Too many calls') {
  constructor(seconds: number) {
    super(`Too many calls. Try again in ${seconds} seconds.`);
  }
}
