import type { Outcome } from './run.js';

const SHOWN = 12;

/**
 * The report of a failing run: the broken rules, the faults around that time, and the command that repeats
 * the run.
 */
export function report(
  { plan, violations, struck, begunAt, quietAt, endedAt }: Outcome,
  options = '',
): string {
  const time = (ms: number): string => (Number.isFinite(ms) ? `${ms - begunAt} ms` : 'the end');

  const faults = struck
    .map(({ fault, from, to, struck: did }) => ({
      from,
      text: `${time(from)} to ${time(to)}: ${fault.kind}${aim(fault)}${did ? '' : ' (missed)'}`,
    }))
    .sort((a, b) => a.from - b.from)
    .map(({ text }) => text);
  const broken = violations.slice(0, SHOWN).map(({ rule, what, at }) => `${time(at)}  ${rule}: ${what}`);
  const more = violations.length > SHOWN ? [`… and ${violations.length - SHOWN} more`] : [];
  return [
    `seed ${plan.seed} fails: ${plan.services} services, log of ${plan.logMaxNotices}, quiet at ${time(quietAt)}, given up at ${time(endedAt)}`,
    ...indented('rules broken', [...broken, ...more]),
    ...indented('faults', faults),
    `  again: npm run test:chaos -- --seed ${plan.seed}${options}`,
  ].join('\n');
}

const aim = ({ kind, service }: Outcome['plan']['faults'][number]): string =>
  /service/i.test(kind) || kind === 'cut Redis' ? ` (service ${service})` : '';

function indented(title: string, lines: readonly string[]): string[] {
  return [`  ${title}:`, ...lines.map((line) => `    ${line}`)];
}
