/** The direction of imports, as docs/architecture.md draws it. */
const root = '^src/(main|start|app\\.module)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-cycles-between-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'stores-are-known-to-the-composition-root-only',
      comment: 'Everything else sees the ports (MeetingStore, NoticeFeed, StoreHealth).',
      severity: 'error',
      from: { pathNot: [root, '^src/(redis|embedded)/'] },
      to: { path: '^src/(redis|embedded)/' },
    },
    {
      name: 'the-two-stores-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/(redis|embedded)/' },
      to: { path: '^src/(redis|embedded)/', pathNot: '^src/$1/' },
    },
    {
      name: 'nothing-imports-the-app',
      severity: 'error',
      from: { pathNot: root },
      to: { path: root },
    },
    {
      name: 'meetings-know-no-streams',
      comment: 'Commands are decided without knowing who listens.',
      severity: 'error',
      from: { path: '^src/meetings/' },
      to: { path: '^src/(events|health)/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'decide and evolve: no framework, no I/O, no clock.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'ioredis-stays-in-redis',
      severity: 'error',
      from: { pathNot: '^src/redis/' },
      to: { path: 'node_modules/ioredis' },
    },
    {
      name: 'prom-client-stays-in-metrics',
      severity: 'error',
      from: { pathNot: '^src/metrics/' },
      to: { path: 'node_modules/prom-client' },
    },
    {
      name: 'opentelemetry-stays-in-tracing',
      severity: 'error',
      from: { pathNot: '^src/tracing/' },
      to: { path: 'node_modules/@opentelemetry' },
    },
    {
      name: 'the-console-is-a-client',
      comment: 'It serves files; what they do, they do through the public API.',
      severity: 'error',
      from: { path: '^src/console/' },
      to: { path: '^src/', pathNot: '^src/(console/|files/|domain/meeting-id\\.ts$)' },
    },
    { name: 'no-test-code', severity: 'error', from: {}, to: { path: '^test/' } },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node'],
    },
  },
};
