/** Timeout of a report in milliseconds; after it the report may be sent again. */
const PATIENCE_MS = 10_000;

/**
 * Reports to leaders that a member saw the break: each report once, repeated until the service has it.
 *
 * @param {(report: string) => Promise<{ status: number }>} send resolves with the service's answer
 * @returns {(report?: string) => Promise<void>} without a report, repeats the last one if it did not arrive
 */
export function reporter(send) {
  let last = '';
  let isSaid = true;
  /** The time until which an answer is awaited. */
  let patience = 0;

  return async (report = last) => {
    if (report !== last) [last, isSaid, patience] = [report, false, 0];
    if (isSaid || performance.now() < patience) return;
    patience = performance.now() + PATIENCE_MS;
    const { status } = await send(report).catch(() => ({ status: 500 }));
    if (report !== last) return;
    patience = 0;
    // A 401 or 429 may pass: the token is renewed, or there are fewer calls. Other refusals are final: the
    // break is over, or another one has begun.
    isSaid = status < 500 && ![401, 429].includes(status);
  };
}
