import { describe, expect, it } from '@jest/globals';
import { post, put } from './support/api.js';
import { startMeeting, type MeetingApp } from './support/app.js';
import { Cleanup } from './support/cleanup.js';
import { built } from './support/outside-jest.js';
import { RawStream } from './support/raw-stream.js';
import { until } from './support/until.js';

const { ReconnectTimes } = await built<typeof import('../src/events/stream/reconnect-times.js')>(
  'events/stream/reconnect-times.js',
);

/** The values of `retry:` in the frames of this type. */
function retriesOf(streams: readonly RawStream[], type: string): readonly number[] {
  const frame = new RegExp(`event: ${type}\\n(?:id: .*\\n)?retry: (\\d+)\\n`, 'g');
  return streams.flatMap(({ text }) => [...text.matchAll(frame)].map(([, retry]) => Number(retry)));
}

const isBetween = (from: number, to: number) => (ms: number) => ms >= from && ms <= to;

describe('a crowd of streams', () => {
  const cleanup = new Cleanup();

  /** Makes the app believe that it has `size` streams. */
  const crowd = ({ nest }: MeetingApp, size: number) => {
    nest.get(ReconnectTimes).crowd = () => size;
  };
  const open = async (app: MeetingApp, count: number, meetingId = 'abc') => {
    const streams = await Promise.all(
      Array.from({ length: count }, () => RawStream.open(cleanup, app.url, meetingId)),
    );
    await Promise.all(streams.map((stream) => stream.contains('event: state')));
    return streams;
  };

  it('gets longer waits in `connected`, spread over a longer time', async () => {
    const app = await startMeeting(cleanup, 'embedded');
    crowd(app, 20_000);
    const retries = retriesOf(await open(app, 40), 'connected');
    expect(retries).toHaveLength(40);
    expect(retries.filter(isBetween(2_000, 26_000))).toHaveLength(40);
    // With forty random values over 24 s, it is practically impossible that none is in the upper four fifths.
    expect(Math.max(...retries)).toBeGreaterThan(7_000);
  });

  it('reconnects over a longer time if RECONNECT_CPU_PERCENT is lower', async () => {
    const app = await startMeeting(cleanup, 'embedded', { env: { RECONNECT_CPU_PERCENT: '25' } });
    crowd(app, 10_000);
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(text).toMatch(/^kyukei_reconnect_seconds 26$/m);
  });

  it('gets a new wait in a heartbeat once it has grown or shrunk by half', async () => {
    const app = await startMeeting(cleanup, 'embedded');
    const streams = await open(app, 40);
    const beats = async (count: number) => {
      app.clock.pass(30_000);
      await until('the heartbeats', () =>
        streams.every(({ text }) => text.split('event: heartbeat').length === count + 1),
      );
    };

    await beats(1);
    expect(retriesOf(streams, 'heartbeat')).toEqual([]);

    crowd(app, 20_000);
    await beats(2);
    const grown = retriesOf(streams, 'heartbeat');
    expect(grown).toHaveLength(40);
    expect(grown.filter(isBetween(2_000, 26_000))).toHaveLength(40);
    // Sixteen values are spread evenly, so that no third is empty.
    expect(new Set(grown).size).toBeGreaterThan(10);
    for (const third of [2_000, 10_000, 18_000])
      expect(grown.filter(isBetween(third, third + 8_000))).not.toEqual([]);

    crowd(app, 22_000);
    await beats(3);
    expect(retriesOf(streams, 'heartbeat')).toHaveLength(40);

    crowd(app, 100);
    await beats(4);
    const last = retriesOf(streams, 'heartbeat');
    expect(last).toHaveLength(80);
    expect(last.filter(isBetween(2_000, 5_000)).length).toBeGreaterThanOrEqual(40);
  });

  it('reconnects in this order when the process stops: meetings with a current or near break, then the others', async () => {
    const app = await startMeeting(cleanup, 'embedded');
    crowd(app, 10_000);
    const api = (id: string) => `${app.url}/api/meetings/${id}`;
    const plan = { every_minutes: 60, duration_minutes: 5, mode: 'auto', warn_seconds: 0 };
    for (const id of ['working', 'planned', 'resting']) await post(`${api(id)}/start`);
    for (const id of ['working', 'planned']) await put(`${api(id)}/schedule`, plan);
    const working = await open(app, 10, 'working');
    app.clock.pass(60 * 60_000 - 10_000);
    // A new start restarts the stretch of work, so that the next break is an hour away.
    await post(`${api('working')}/start`);
    await put(`${api('working')}/schedule`, plan);
    await post(`${api('resting')}/rest`);
    const planned = await open(app, 10, 'planned');
    const resting = await open(app, 10, 'resting');

    await app.nest.close();
    await until('the streams to end', () => [...working, ...planned, ...resting].every(({ ended }) => ended));
    // The span is 2 to 14 s; two thirds of the members reconnect first.
    expect(retriesOf([...planned, ...resting], 'goodbye').filter(isBetween(2_000, 10_000))).toHaveLength(20);
    expect(retriesOf(working, 'goodbye').filter(isBetween(9_950, 14_000))).toHaveLength(10);
  });
});
