import { faultKinds, type WorldName } from './plan/faults.js';
import type { History } from './history.js';
import type { PlannedBreak } from './plan/planned-break.js';
import type { Outcome } from './run.js';
import { beganByItself, knownNotices, NOTICES } from './rules/reading.js';

/** Sums over many runs. */
export class Totals {
  seeds = 0;
  acknowledged = 0;
  commands = 0;
  frames = 0;
  notices = 0;
  readonly plannedBreaks = new Map<string, number>();
  resyncs = 0;
  /** Numbers of commands by type: sent, and acknowledged. */
  readonly sent = new Map<string, number>();
  readonly done = new Map<string, number>();
  readonly planned = new Map<string, number>();
  readonly struck = new Map<string, number>();

  private readonly begun = performance.now();
  private visitors = 0;

  constructor(private readonly world: WorldName = 'single') {}

  add({ plan, history, struck }: Outcome): void {
    this.seeds++;
    this.visitors += Math.max(0, history.members.length - plan.members.length);
    this.commands += history.commands.length;
    for (const { command, status } of history.commands) {
      count(this.sent, command.type);
      if (status !== 200) continue;
      this.acknowledged++;
      count(this.done, command.type);
    }
    for (const { fault, struck: did } of struck) {
      count(this.planned, fault.kind);
      if (did) count(this.struck, fault.kind);
    }
    this.countPlanned(plan.plannedBreak, history);
    for (const happening of history.members.flatMap(({ happenings }) => happenings)) {
      if (happening.kind !== 'frame') continue;
      this.frames++;
      if (NOTICES.has(happening.event)) this.notices++;
      if (happening.event === 'state' && happening.data['resync'] === true) this.resyncs++;
    }
  }

  private countPlanned({ meeting: own, call }: PlannedBreak, history: History): void {
    for (const { meeting } of history.meetings) {
      const how = meeting === own && 'minutes' in call ? 'by minutes' : 'by the clock';
      const known = knownNotices(history, meeting);
      const begun = new Set(known.map(({ breakId }) => breakId).filter(beganByItself));
      count(this.plannedBreaks, `${how} began`, begun.size);
      const suggested = known.filter(({ event }) => event === 'rest_suggested');
      count(this.plannedBreaks, `${how} suggested`, suggested.length);
    }
  }

  toString(): string {
    const rows = [...new Set(faultKinds[this.world])].map((kind) => {
      const [struck, planned] = [this.struck.get(kind) ?? 0, this.planned.get(kind) ?? 0];
      return `  ${kind.padEnd(28)} ${String(struck).padStart(6)} of ${planned}`;
    });
    return [
      `world ${this.world}: ${this.seeds} seeds in ${Math.round((performance.now() - this.begun) / 1_000)} s, ` +
        `${this.visitors} members that came during a fault`,
      `${this.acknowledged} of ${this.commands} commands acknowledged, ` +
        `${this.frames} frames checked (${this.notices} notices, ${this.resyncs} resyncs)`,
      [...this.sent].map(([type, times]) => `${type} ${this.done.get(type) ?? 0} of ${times}`).join(', '),
      `planned breaks: ${[...this.plannedBreaks].map(([what, times]) => `${times} ${what}`).join(', ')}`,
      'faults that truly struck:',
      ...rows,
    ].join('\n');
  }
}

function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
