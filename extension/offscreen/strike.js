/** Two soft strokes of a bowl. */

const PITCHES = [523.25, 784];
const BETWEEN_SECONDS = 0.35;
const RING_SECONDS = 2.4;

export async function strike() {
  const context = new AudioContext();
  await context.resume();
  for (const [index, pitch] of PITCHES.entries()) {
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
  await new Promise((resolve) => void setTimeout(resolve, (BETWEEN_SECONDS + RING_SECONDS) * 1000));
  await context.close();
}
