/** Kills the background at random moments while breaks are called at random moments. */
import { loadavg } from 'node:os';
import type { Undo } from '../../support/redis-server.js';
import { seenOn, type Kind } from '../browsers.js';
import { Stage, wait } from './stage.js';
import { isGood, quantile, verdictOn } from './verdict.js';

/** A kill and a call happen within this time, in random order. */
const WITHIN_SECONDS = 1.5;
/** The tab reopens its port after a second, which starts the background. */
const BACK_MS = 5_000;

export async function kill(undo: Undo, kind: Kind, times: number) {
  const stage = await Stage.open(undo, [kind]);
  const { leader, members } = stage;
  const [member] = members;
  if (!member) throw new Error('nobody is there');
  let kills = 0;
  for (let at = 0; kills < times; at += 1) {
    const strike = async () => {
      await wait(Math.random() * WITHIN_SECONDS);
      if (await member.browser.endBackground()) kills += 1;
    };
    const call = async () => {
      await wait(Math.random() * WITHIN_SECONDS);
      const called = await leader.rest(`break ${String(at)}`);
      called.due = called.at + BACK_MS;
      return called;
    };
    const [called] = await Promise.all([call(), strike()]);
    await stage.shown(called, 30_000);
  }
  const verdict = verdictOn(await seenOn(member.page), leader.called);
  const { delays } = verdict;
  return {
    browser: kind,
    kills,
    breaks: verdict.called,
    missed: verdict.missed,
    doubled: verdict.doubled,
    'POST to overlay, p50 (ms)': quantile(delays, 0.5),
    'p99 (ms)': quantile(delays, 0.99),
    'most (ms)': Math.max(...delays),
    'countdown wrong by (s)': Number(verdict.wrongBy.toFixed(2)),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    good: isGood(verdict),
  };
}
