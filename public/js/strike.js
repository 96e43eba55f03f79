/** Soft strokes of a bowl. */

const BETWEEN_SECONDS = 0.35;
const RING_SECONDS = 2.4;

/**
 * @param {AudioContext} context
 * @param {readonly number[]} pitches in Hz, one stroke after the other
 * @returns seconds until the last one has rung
 */
export function strike(context, pitches) {
  // Phones suspend audio when a call comes in or the page is hidden.
  void context.resume();
  for (const [index, pitch] of pitches.entries()) {
    const begin = context.currentTime + index * BETWEEN_SECONDS;
    const tone = new OscillatorNode(context, { frequency: pitch });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(0.2, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + RING_SECONDS);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + RING_SECONDS);
  }
  return pitches.length * BETWEEN_SECONDS + RING_SECONDS;
}
