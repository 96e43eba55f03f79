import { parseArgs } from 'node:util';
import { programme } from './measures/programme.mjs';
import { roster } from './contestants/roster.mjs';

const ROUNDS = 5;

/** Upper bounds, so that a typing error does not overload the machine. */
const MOST_STREAMS = 1_000_000;
const MOST_ROUNDS = 50;

/** The size of a smoke run: every contestant and every measure, each with small numbers. */
const smoke = {
  rounds: 1,
  streams: 60,
  deliveries: 300,
  breaks: 5,
  commands: 200,
  idleMs: 200,
  watchMs: 500,
  holdMs: 600,
};

const usage = `npm run bench -- [--only ${programme.map(({ name }) => name).join(',')}]
  [--contestants ${roster.map(({ name }) => name).join(',')}]
  [--streams 2000] [--rounds ${ROUNDS}] [--results directory] [--smoke]`;

/** Parses and checks the command line. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: 'string' },
        contestants: { type: 'string' },
        streams: { type: 'string' },
        rounds: { type: 'string' },
        results: { type: 'string' },
        smoke: { type: 'boolean', default: false },
      },
    });
    const size = values.smoke ? smoke : {};
    return {
      measures: pick(programme, values.only, 'measure'),
      contestants: pick(roster, values.contestants, 'contestant').filter(
        ({ byNameOnly }) => !byNameOnly || values.contestants,
      ),
      streams: number(values.streams ?? size.streams, 'streams', MOST_STREAMS),
      rounds: number(values.rounds ?? size.rounds, 'rounds', MOST_ROUNDS) ?? ROUNDS,
      results: values.results ?? new URL('results/', import.meta.url).pathname,
      smoke: values.smoke,
      size,
    };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(1);
  }
}

function pick(all, names, what) {
  if (names === undefined) return all;
  return names.split(',').map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`no such ${what}: ${name}`);
    return found;
  });
}

function number(text, name, most) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  throw new Error(`--${name} must be a whole number from 1 to ${most}`);
}
