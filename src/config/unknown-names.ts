import type { Environment } from './read-settings.js';
import { settings } from './settings.js';

const names = Object.keys(settings);

/** Prefixes of our settings that other programs do not use: whoever sets such a name means this service. */
const OUR_PREFIX = /^(LEADER_|MEMBER_|CORS_|MAX_STREAMS|SSE_)/i;

/**
 * Kubernetes sets these in each pod, for every Service of its namespace; and `X_PORT`, with a value as below.
 */
const SERVICE_LINK = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;
const SERVICE_LINK_VALUE = /^(tcp|udp|sctp):\/\/[\d.a-f:[\]]+:\d+$/;

/**
 * Finds names that are not settings but resemble one, because `LEADER_AUHT=claim` protects nothing. A name in
 * a `.env` file or with one of our prefixes stops the start. Any other name is a warning: hosting platforms
 * set many variables.
 */
export function checkNames(environment: Environment, file: Environment, path = '.env') {
  const complaints: string[] = [];
  const warnings: string[] = [];
  for (const name of unknown(file)) {
    const meant = settingLike(name);
    if (meant || OUR_PREFIX.test(name)) complaints.push(`${shown(name)} in ${path} ${advice(name, meant)}`);
  }
  for (const name of unknown(environment)) {
    const meant = settingLike(name);
    if (OUR_PREFIX.test(name)) complaints.push(`${shown(name)} ${advice(name, meant)}`);
    else if (meant) warnings.push(`${shown(name)} ${advice(name, meant)}`);
  }
  return { complaints, warnings };
}

/** Whether Kubernetes set this variable, to describe one of its Services. */
export function isServiceLink(name: string, value: string | undefined): boolean {
  return SERVICE_LINK.test(name) || (name.endsWith('_PORT') && SERVICE_LINK_VALUE.test(value ?? ''));
}

function unknown(variables: Environment): string[] {
  return Object.keys(variables).filter(
    (name) => !Object.hasOwn(settings, name) && !isServiceLink(name, variables[name]),
  );
}

function advice(name: string, meant: string | undefined): string {
  if (meant) return `is not a setting: did you mean ${meant}?`;
  const [prefix = ''] = OUR_PREFIX.exec(name) ?? [];
  const known = names.filter((known) => known.startsWith(prefix.toUpperCase()));
  return `is not a setting: there are ${known.join(', ')}`;
}

/** Maximum number of typing mistakes in a name that still resembles a setting. */
const MOST_SLIPS = 2;

/**
 * The setting that a person most likely meant: equal except for `_` and case, a typing mistake away, or
 * longer.
 */
function settingLike(name: string): string | undefined {
  const typed = letters(name).replace(/^KYUKEI/, '');
  const distances = names.map((known) => [known, distance(typed, letters(known))] as const);
  const [nearest, slips] = distances.reduce((best, next) => (next[1] < best[1] ? next : best));
  // Two mistakes in a short name make another word: REDIS_POOL is not REDIS_PORT.
  if (slips <= (letters(nearest).length < 10 ? 1 : MOST_SLIPS)) return nearest;
  return names.find((known) => isBeginning(known, name) || isBeginning(name, known));
}

/** `SSE_HEARTBEAT` begins `SSE_HEARTBEAT_SECONDS`. A single word does not count: it begins too many names. */
function isBeginning(start: string, whole: string): boolean {
  // Shells export a variable `_`, which has no letters to begin with.
  return /[A-Z0-9]_|_[A-Z0-9]/i.test(start) && letters(whole).startsWith(letters(start));
}

function letters(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

/**
 * Damerau-Levenshtein distance (optimal string alignment): letters removed, added, changed, or swapped with
 * the next. `Infinity` = more than {@link MOST_SLIPS}.
 */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_SLIPS) return Infinity;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const costs = [
        cell(rows, i - 1, j) + 1,
        (row[j - 1] ?? 0) + 1,
        cell(rows, i - 1, j - 1) + Number(!isSame),
      ];
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) costs.push(cell(rows, i - 2, j - 2) + 1);
      row.push(Math.min(...costs));
    }
    // The distance only grows from row to row. Most names of an environment end here.
    if (Math.min(...row) > MOST_SLIPS) return Infinity;
    rows.push(row);
  }
  return cell(rows, a.length, b.length);
}

const cell = (rows: readonly (readonly number[])[], i: number, j: number): number => rows[i]?.[j] ?? Infinity;

/** Quotes a name with unusual characters, so that it cannot break the line of the message. */
function shown(name: string): string {
  return /^[\w.-]{1,80}$/.test(name) ? name : JSON.stringify(name.slice(0, 80));
}
