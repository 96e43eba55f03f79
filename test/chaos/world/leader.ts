import { setTimeout as delay } from 'node:timers/promises';
import type { CommandHistory } from '../history.js';
import type { PlannedCommand } from '../plan/plan.js';
import { requestOf } from './request.js';
import type { World } from './world.js';

const ANSWER_WITHIN_MS = 3_000;
const REPEAT_AFTER_MS = 200;
const REPEATS = 8;

/**
 * Sends one command. With an Idempotency-Key the command is repeated, to the next service each time, until it
 * is answered. Without a key, a refusal or silence is final, as for a leader who cannot know whether the
 * command was applied.
 */
export async function send(
  { now, clock, commands }: World,
  { meeting, command, key, service }: PlannedCommand,
  urls: readonly string[],
): Promise<CommandHistory> {
  const history: CommandHistory = {
    meeting,
    command,
    key,
    sentAt: now(),
    status: undefined,
    answer: undefined,
    answeredAt: undefined,
    attempts: 0,
  };
  commands.push(history);
  const { method, path, body } = requestOf(command, clock());
  const headers = new Headers(key === undefined ? {} : { 'idempotency-key': key });
  for (let turn = service; history.attempts < (key === undefined ? 1 : REPEATS); turn++) {
    if (history.attempts++ > 0) await delay(REPEAT_AFTER_MS);
    await attempt(`${urls[turn % urls.length] ?? ''}/api/meetings/${meeting}/${path}`);
    if (history.status !== undefined && history.status !== 503) break;
  }
  history.answeredAt = now();
  return history;

  async function attempt(url: string): Promise<void> {
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const response = await fetch(url, { method, body, headers, signal });
      // Reads to the end: an answer counts only when it is complete.
      history.answer = (await response.json()) as Record<string, unknown>;
      history.status = response.status;
    } catch {
      history.status = undefined;
    }
  }
}
