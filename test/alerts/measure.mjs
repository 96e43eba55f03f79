// npm run measure:alerts — which alert a killed, a frozen and a restarted Redis raises, and what the dashboard shows meanwhile.
// For each, and for a Redis that is left alone: a real Redis (AOF on), the service with 300 members and five breaks a second, and
// a real Prometheus with the rules of deploy/, scraping every second. Some two and a half minutes; exits with 1 when another alert
// than the expected fires.
import { setTimeout as delay } from 'node:timers/promises';
import { dashboardQueries, World } from './world.mjs';

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

const panels = [
  'Redis',
  'Streams open',
  'Notices',
  'From commit to socket',
  'Commands',
  'Round trip to Redis',
];

const results = await Promise.all(cases.map(run));
console.log(
  '| Redis | when | connected | streams | delivered/s | p99 to socket | refused/s | PING p99 | firing |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const { what, rows } of results)
  for (const row of rows) console.log(`| ${[what, ...row].join(' | ')} |`);
for (const { what, fired, expected } of results) {
  const right = fired.join() === expected.join();
  if (!right) process.exitCode = 1;
  console.log(
    `${what}: fired ${fired.join(', ') || 'none'}: ${right ? 'right' : `expected ${expected.join(', ') || 'none'}`}`,
  );
}

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

/** The dashboard's own queries, each as one number. */
async function shown(world) {
  const [redis, streams, notices, lag, commands, ping] = await Promise.all(
    panels.map(async (panel) => {
      const series = await Promise.all(
        dashboardQueries(panel).map(({ expr, legend }) =>
          world
            .query(expr)
            .then((found) => found.map(({ metric, value }) => ({ legend, metric, value: Number(value[1]) }))),
        ),
      );
      return series.flat();
    }),
  );
  const sum = (series) => series.reduce((total, { value }) => total + value, 0);
  const ms = (series) => {
    const p99 = series.find(({ legend }) => legend.startsWith('p99'))?.value ?? NaN;
    return Number.isNaN(p99) ? '–' : `${(p99 * 1000).toFixed(0)} ms`;
  };
  const alerts = await world.query('ALERTS{alertstate="firing"}');
  return [
    sum(redis),
    sum(streams),
    sum(notices.filter(({ legend }) => legend === 'delivered')).toFixed(0),
    ms(lag),
    sum(commands.filter(({ metric }) => metric.outcome === 'unavailable')).toFixed(1),
    ms(ping),
    alerts
      .map(({ metric }) => metric.alertname)
      .sort()
      .join(', ') || '–',
  ];
}
