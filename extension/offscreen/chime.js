/** The chime at the beginning of a break. */
import { strike } from '../shared/strike.js';

const PITCHES = [523.25, 784];

/** Resolves when the chime has ended. */
export async function chime() {
  const context = new AudioContext();
  const seconds = strike(context, PITCHES);
  await new Promise((resolve) => void setTimeout(resolve, seconds * 1000));
  await context.close();
}
