import { faultKinds, type WorldName } from './plan/faults.js';
import type { Outcome } from './run.js';
import { NOTICES } from './rules/reading.js';

/** What many runs add up to. */
export class Totals {
  seeds = 0;
  acknowledged = 0;
  commands = 0;
  frames = 0;
  notices = 0;
  resyncs = 0;
  readonly planned = new Map<string, number>();
  readonly struck = new Map<string, number>();

  private readonly begun = performance.now();
  private visitors = 0;

  constructor(private readonly world: WorldName = 'single') {}

  add({ plan, history, struck }: Outcome): void {
    this.seeds++;
    this.visitors += Math.max(0, history.members.length - plan.members.length);
    this.commands += history.commands.length;
    this.acknowledged += history.commands.filter(({ status }) => status === 200).length;
    for (const { fault, struck: did } of struck) {
      this.planned.set(fault.kind, (this.planned.get(fault.kind) ?? 0) + 1);
      if (did) this.struck.set(fault.kind, (this.struck.get(fault.kind) ?? 0) + 1);
    }
    for (const happening of history.members.flatMap(({ happenings }) => happenings)) {
      if (happening.kind !== 'frame') continue;
      this.frames++;
      if (NOTICES.has(happening.event)) this.notices++;
      if (happening.event === 'state' && happening.data['resync'] === true) this.resyncs++;
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
      'faults that truly struck:',
      ...rows,
    ].join('\n');
  }
}
