// npm run measure:alerts: checks which alerts a killed, a frozen and a restarted Redis raises, and what the
// dashboard shows meanwhile. Each case, and one without a fault, has a real Redis (AOF on), the service with
// 300 members and five breaks per second, and a real Prometheus with the rules of deploy/, which scrapes
// every second. Takes about two and a half minutes. Exits with 1 if an unexpected alert fires, an expected
// one does not, or a query of the dashboard has no number.
import { setTimeout as delay } from 'node:timers/promises';
import { World } from './world.mjs';

const BEFORE_S = 30;
const DURING_S = 50;
const AFTER_S = 60;

const cases = [
  { what: 'left alone', begin: () => undefined, end: () => undefined, expected: [] },
  {
    what: 'killed, started 50 s later',
    begin: (redis) => redis.kill(),
    end: (redis) => redis.start(),
    expected: ['KyukeiStoreReplaced', 'KyukeiStoreUnreachable'],
  },
  {
    what: 'frozen, thawed 50 s later',
    begin: (redis) => redis.signal('SIGSTOP'),
    end: (redis) => redis.signal('SIGCONT'),
    expected: ['KyukeiStoreUnreachable'],
  },
  {
    what: 'restarted at once',
    begin: async (redis) => {
      await redis.kill();
      await redis.start();
    },
    end: () => undefined,
    expected: ['KyukeiStoreReplaced'],
  },
];

/** Panels that may have no number while Redis is away, because nothing happens that they measure. */
const WITHOUT_REDIS = ['From commit to socket', 'Round trip to Redis'];

let asked = 0;
const wrong = new Set();
const results = await Promise.all(cases.map(run));
console.log(
  '| Redis | when | processes | connected | streams | delivered/s | p99 to socket | refused/s | PING p99 | firing |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
for (const { what, rows } of results)
  for (const row of rows) console.log(`| ${[what, ...row].join(' | ')} |`);
for (const { what, fired, expected } of results) {
  const right = fired.join() === expected.join();
  if (!right) process.exitCode = 1;
  console.log(
    `${what}: fired ${fired.join(', ') || 'none'}: ${right ? 'right' : `expected ${expected.join(', ') || 'none'}`}`,
  );
}
console.log(`the dashboard's queries, asked ${asked} times: ${[...wrong].join('; ') || 'right'}`);
if (wrong.size > 0) process.exitCode = 1;

async function run({ what, begin, end, expected }) {
  const world = await World.start();
  try {
    const rows = [];
    const look = async (when) => rows.push([when, ...(await shown(world))]);
    await delay(BEFORE_S * 1000);
    await look('before');
    await begin(world.redis);
    await delay(DURING_S * 1000);
    await look('during');
    await end(world.redis);
    await delay(AFTER_S * 1000);
    await look('after');
    const ever = await world.query('count by (alertname) (max_over_time(ALERTS{alertstate="firing"}[10m]))');
    return { what, rows, expected, fired: ever.map(({ metric }) => metric.alertname).sort() };
  } finally {
    await world.stop();
  }
}

/** Runs all queries of the dashboard: returns some values for the table, and adds faults to `wrong`. */
async function shown(world) {
  const panels = await world.dashboard();
  const connected = panels.find(({ title }) => title === 'Redis').queries.flat()[0]?.value === 1;
  for (const { title, queries } of panels)
    queries.forEach((series, n) => {
      asked++;
      const numbers = series.filter(({ value }) => !Number.isNaN(value));
      if (numbers.length === 0 && (connected || !WITHOUT_REDIS.includes(title)))
        wrong.add(`no number from ${title}, query ${n + 1}`);
      if (series.some(({ metric }) => metric.job === 'other')) wrong.add(`${title} shows another service`);
    });

  const of = (wanted) => panels.find(({ title }) => title === wanted).queries.flat();
  const sum = (series) => series.reduce((total, { value }) => total + value, 0);
  const ms = (series) => {
    const p99 = series.find(({ legend }) => legend.startsWith('p99'))?.value ?? NaN;
    return Number.isNaN(p99) ? '–' : `${(p99 * 1000).toFixed(0)} ms`;
  };
  if (sum(of('Processes')) !== 1) wrong.add('Processes is not 1');
  const alerts = await world.query('ALERTS{alertstate="firing"}');
  return [
    sum(of('Processes')),
    sum(of('Redis')),
    sum(of('Streams open')),
    sum(of('Notices').filter(({ legend }) => legend === 'delivered')).toFixed(0),
    ms(of('From commit to socket')),
    sum(of('Commands').filter(({ metric }) => metric.outcome === 'unavailable')).toFixed(1),
    ms(of('Round trip to Redis')),
    alerts
      .map(({ metric }) => metric.alertname)
      .sort()
      .join(', ') || '–',
  ];
}
