/** What a refusal means: `everything` = this server cannot serve us; `writes` = it answers, but does not do what commands need. */
export interface Refusal {
  /** Redis' own word for it, such as `READONLY`. */
  readonly code: string;
  readonly scope: 'everything' | 'writes';
}

const scopes: Readonly<Record<string, Refusal['scope']>> = {
  // A replica, whether it follows its master or not: the master is elsewhere.
  READONLY: 'everything',
  MASTERDOWN: 'everything',
  // Not there yet, or not for us.
  LOADING: 'everything',
  BUSY: 'everything',
  NOAUTH: 'everything',
  WRONGPASS: 'everything',
  CLUSTERDOWN: 'everything',
  // A node of a Cluster that is spoken to as if it were a single Redis.
  MOVED: 'everything',
  // Reads and announcements go on. The machine is full, cannot save, or its replicas are gone; or a right is missing.
  OOM: 'writes',
  MISCONF: 'writes',
  NOREPLICAS: 'writes',
  NOPERM: 'writes',
  // A proxy, or a service that is only like Redis, without scripts.
  UNSUPPORTED: 'writes',
};

/**
 * Redis 6.2 wraps what a script ran into (`ERR Error running script (call to f_…): @user_script:12: -READONLY You can't …`), Redis
 * 7 and Valkey only append to it (`READONLY You can't …. script: …`). So the word is looked for where a word of Redis can
 * begin: at the start, after a colon or after a dash.
 */
const codes = new RegExp(`(?:^|[-:]\\s*)(${Object.keys(scopes).join('|')})\\b`);

/** The same things said without a code of their own. */
const sentences: readonly [RegExp, string][] = [
  // What a script may not do, until 7.0 and since.
  [/user executing the script can't|ACL failure in script/, 'NOPERM'],
  [/running as a replica|read only replica|readonly slave/i, 'READONLY'],
  [/Authentication required|invalid (?:username-password|password)/i, 'NOAUTH'],
  [/unknown command/, 'UNSUPPORTED'],
  // Managed services count requests and connections.
  [/max number of clients|max (?:daily |monthly )?requests? (?:limit|size)|limit exceeded/i, 'LIMIT'],
];

/**
 * Whether Redis refused something for a reason that concerns the server and not the one command: the one place that decides
 * it, for every version and make. `undefined` for anything else, also for a lost connection, which is no answer.
 */
export function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = codeIn(error.message);
  if (code !== undefined) return { code, scope: scopes[code] ?? 'everything' };
  const { cause, previousErrors } = error as { cause?: unknown; previousErrors?: unknown[] };
  // A transaction says only that it was discarded, and keeps why beside it.
  return [cause, ...(previousErrors ?? [])].map(refusalIn).find((refusal) => refusal !== undefined);
}

function codeIn(message: string): string | undefined {
  const code = codes.exec(message)?.[1];
  // One slot of a Cluster without a node is no matter of the whole.
  if (code === 'CLUSTERDOWN' && message.includes('Hash slot not served')) return undefined;
  return code ?? sentences.find(([sentence]) => sentence.test(message))?.[1];
}
