import type { Clock } from '../clock/clock.js';
import type { Metrics } from '../metrics/metrics.js';
import { traceCommit } from '../tracing/spans.js';
import { ANSWER_WITHIN_MS, withTimeLimit, retriedOnce } from '../stores/time-limit.js';
import { IdempotencyKeyReused, type CommandKey } from '../stores/command-key.js';
import type { MeetingStore } from '../stores/meeting-store.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import { due } from '../domain/due.js';
import { evolve } from '../domain/evolve.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Meeting } from '../domain/meeting.js';
import type { LoggedNotice, Notice } from '../domain/notice.js';
import type { Timestamp } from '../domain/timestamp.js';
import { KeyedMutex } from './keyed-mutex.js';

/** Returns the notices that a command causes in a meeting without due notices. */
export type Rule = (meeting: Meeting, now: Timestamp) => readonly Notice[];

/**
 * Commits decisions: serialized per meeting, within a time limit, once per command key, and on the store's
 * state.
 */
export class Commits {
  private readonly turns = new KeyedMutex();

  constructor(
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Commits the due notices and then the notices of the rule, in one step; without a rule, only the due
   * notices.
   * Returns the notices logged now, or by an earlier commit under the same key. Rejects with
   * `StoreUnavailable`, {@link IdempotencyKeyReused}, or the error that the rule throws.
   */
  commit(id: MeetingId, key: CommandKey, rule?: Rule): Promise<readonly LoggedNotice[]> {
    const giveUpAt = performance.now() + ANSWER_WITHIN_MS;
    const attempt = () => this.decideAndCommit(id, key, rule, giveUpAt);
    return withTimeLimit(this.turns.take(id, () => retriedOnce(attempt, giveUpAt)));
  }

  /** Decides and commits. After a conflict it decides again, on the state that the other commit wrote. */
  private async decideAndCommit(
    id: MeetingId,
    key: CommandKey,
    rule: Rule | undefined,
    giveUpAt: number,
  ): Promise<readonly LoggedNotice[]> {
    if (performance.now() > giveUpAt) throw new StoreUnavailable('too many commands on one meeting');
    let basis = await this.store.load(id, key);
    for (;;) {
      if (basis.done?.fingerprint === key.fingerprint) return basis.done.notices;
      if (basis.done) throw new IdempotencyKeyReused();
      // Time until the caller stops waiting; negative once the caller has. Measured right after the read, it
      // expires early rather than late.
      const withinMs = giveUpAt - performance.now();
      const now = this.clock.timestamp();
      const overdue = due(basis.meeting, now);
      if (!rule && overdue.length === 0) return [];
      const settled = overdue.reduce(evolve, basis.meeting);
      const decided = rule?.(settled, now) ?? [];
      const next = decided.reduce(evolve, settled);
      const notices = [...overdue, ...decided];
      const outcome = await traceCommit(notices, (traceparent) =>
        this.store.commit({ basis, next, notices, key, withinMs, traceparent }),
      );
      if (outcome.committed) {
        notices.forEach(({ event }) => this.metrics.noticesCommitted.inc({ event }));
        return outcome.notices;
      }
      basis = outcome.current;
    }
  }
}
