/**
 * An error reply of Redis. `everything` = this server cannot serve us; `writes` = it answers, but refuses to
 * write.
 */
export interface Refusal {
  /** Error code of Redis, such as `READONLY`. */
  readonly code: string;
  readonly scope: 'everything' | 'writes';
}

const scopes: Readonly<Record<string, Refusal['scope']>> = {
  // A replica: the master is another server.
  READONLY: 'everything',
  MASTERDOWN: 'everything',
  // Not ready yet, or access denied.
  LOADING: 'everything',
  BUSY: 'everything',
  NOAUTH: 'everything',
  WRONGPASS: 'everything',
  CLUSTERDOWN: 'everything',
  // A node of a Cluster, used as if it were a single Redis.
  MOVED: 'everything',
  CROSSSLOT: 'everything',
  // Out of memory, cannot save, too few replicas, or a right is missing. Reads and feed messages still work.
  OOM: 'writes',
  MISCONF: 'writes',
  NOREPLICAS: 'writes',
  NOPERM: 'writes',
  // A proxy or a service that resembles Redis, without scripts.
  UNSUPPORTED: 'writes',
};

/**
 * Finds an error code at the start of a message, after a colon or after a dash. Redis 6.2 wraps the error of
 * a script (`ERR Error running script (call to f_…): @user_script:12: -READONLY You can't …`), Redis 7 and
 * Valkey only append to it (`READONLY You can't …. script: …`).
 */
const codes = new RegExp(`(?:^|[-:]\\s*)(${Object.keys(scopes).join('|')})\\b`);

/** Refusal of a connection whose database is missing; ioredis would go on in database 0. */
export const NO_DATABASE = 'DATABASE';

/** Advice for the refusals whose message gives none. */
export const remedies: Readonly<Record<string, string>> = {
  MOVED: 'this is a node of a Cluster: name its nodes in REDIS_CLUSTER',
  CROSSSLOT: 'this is a node of a Cluster: name its nodes in REDIS_CLUSTER',
};

/** Messages that have no code, and the code with the same meaning. */
const sentences: readonly [RegExp, string][] = [
  // A script lacks a right: the messages of Redis before 7.0 and since.
  [/user executing the script can't|ACL failure in script/i, 'NOPERM'],
  [/running as a replica|read only replica|readonly slave/i, 'READONLY'],
  // Without a password, Redis serves its own machine only.
  [/running in protected mode/i, 'DENIED'],
  [/Authentication required|invalid (?:username-password|password)/i, 'NOAUTH'],
  [/unknown command/i, 'UNSUPPORTED'],
  // `REDIS_URL` names a database that this server does not have.
  [/DB index is out of range/i, NO_DATABASE],
  // Managed services limit requests and connections.
  [/max number of clients|max (?:daily |monthly )?requests? (?:limit|size)|limit exceeded/i, 'LIMIT'],
];

/**
 * The refusal in an error, if its reason concerns the server rather than the one command; for every version
 * and make of Redis. `undefined` for any other error, and for a lost connection, which is no answer.
 */
export function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = codeIn(error.message);
  if (code !== undefined) return { code, scope: scopes[code] ?? 'everything' };
  const { cause, previousErrors } = error as { cause?: unknown; previousErrors?: unknown[] };
  // A discarded transaction has its causes in `previousErrors`.
  return [cause, ...(previousErrors ?? [])].map(refusalIn).find((refusal) => refusal !== undefined);
}

function codeIn(message: string): string | undefined {
  const code = codes.exec(message)?.[1];
  // A slot without a node does not concern the whole Cluster.
  if (code === 'CLUSTERDOWN' && message.includes('Hash slot not served')) return undefined;
  return code ?? sentences.find(([sentence]) => sentence.test(message))?.[1];
}
