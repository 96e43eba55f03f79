import type { Clock } from '../clock/clock.js';
import type { Metrics } from '../metrics/metrics.js';
import { traceCommit } from '../tracing/spans.js';
import { ANSWER_WITHIN_MS, withTimeLimit, retriedOnce } from '../stores/time-limit.js';
import { IdempotencyKeyReused, type CommandKey } from '../stores/command-key.js';
import type { MeetingStore } from '../stores/meeting-store.js';
import { StoreUnavailable } from '../stores/store-unavailable.js';
import type { Decision } from '../domain/decide.js';
import { due } from '../domain/due.js';
import { evolve } from '../domain/evolve.js';
import { withinHours } from '../domain/history.js';
import type { MeetingId } from '../domain/meeting-id.js';
import type { Meeting } from '../domain/meeting.js';
import type { LoggedNotice } from '../domain/notice.js';
import type { Revision } from '../domain/revision.js';
import type { Timestamp } from '../domain/timestamp.js';
import { KeyedMutex } from './keyed-mutex.js';

/** A meeting whose due notices are about to be committed. */
export interface Settled {
  readonly meeting: Meeting;
  /** The revision before those notices. */
  readonly revision: Revision;
  /** The number of those notices. */
  readonly overdue: number;
}

/** Decides a command in a meeting without due notices. */
export type Rule = (settled: Settled, now: Timestamp) => Decision | Promise<Decision>;

/**
 * Commits decisions: serialized per meeting, within a time limit, once per command key, and on the store's
 * state.
 */
export class Commits {
  private readonly mutex = new KeyedMutex();

  constructor(
    private readonly store: MeetingStore,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    /** How long the totals of earlier runs are kept. */
    private readonly historyHours: number,
  ) {}

  /**
   * Commits the due notices and then the notices of the rule, in one step; without a rule, only the due
   * notices.
   * Returns the notices logged now, or by an earlier commit under the same key. Rejects with
   * `StoreUnavailable`, {@link IdempotencyKeyReused}, or the error that the rule throws.
   */
  commit(id: MeetingId, key: CommandKey, rule?: Rule, by?: string): Promise<readonly LoggedNotice[]> {
    const giveUpAt = performance.now() + ANSWER_WITHIN_MS;
    const attempt = () => this.decideAndCommit(id, key, rule, by, giveUpAt);
    return withTimeLimit(this.mutex.run(id, () => retriedOnce(attempt, giveUpAt)));
  }

  /** Decides and commits. After a conflict it decides again, on the state that the other commit wrote. */
  private async decideAndCommit(
    id: MeetingId,
    key: CommandKey,
    rule: Rule | undefined,
    by: string | undefined,
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
      const { revision } = basis;
      const decision = rule
        ? await rule({ meeting: settled, revision, overdue: overdue.length }, now)
        : { notices: [], next: settled };
      const { undoTo } = decision;
      const next = { ...decision.next, history: withinHours(decision.next.history, this.historyHours, now) };
      const notices = [...overdue, ...decision.notices];
      const outcome = await traceCommit(notices, (traceparent) =>
        this.store.commit({
          ...{ basis, next, notices, key, withinMs, traceparent },
          ...{ by, overdue: overdue.length, undoTo },
        }),
      );
      if (outcome.committed) {
        notices.forEach(({ event }) => this.metrics.noticesCommitted.inc({ event }));
        return outcome.notices;
      }
      basis = outcome.current;
    }
  }
}
