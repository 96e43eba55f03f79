/** How long an answer may take; then the same is said again. */
const PATIENCE_MS = 10_000;

/**
 * Reports to leaders that a member saw the break: each report once, repeated until the service has it.
 *
 * @param {(report: string) => Promise<number>} send answers the status
 * @returns {(report?: string) => Promise<void>} without a report, repeats the last one if it did not arrive
 */
export function reporter(send) {
  let last = '';
  let isSaid = true;
  /** Until when an answer may come. */
  let patience = 0;

  return async (report = last) => {
    if (report !== last) [last, isSaid, patience] = [report, false, 0];
    if (isSaid || performance.now() < patience) return;
    patience = performance.now() + PATIENCE_MS;
    const status = await send(report).catch(() => 500);
    if (report !== last) return;
    patience = 0;
    // Later the token may be another one (401), or the calls fewer (429). Other refusals are final: the break is
    // over, or another one is on.
    isSaid = status < 500 && ![401, 429].includes(status);
  };
}
