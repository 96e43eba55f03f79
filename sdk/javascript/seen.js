/**
 * Acknowledges each break as `seen` once, and retries until the service has answered.
 *
 * @param {string} url @param {string | undefined} client_id @param {() => Promise<RequestInit>} authorize
 */
export function sayer(url, client_id, authorize) {
  /** @type {{ rest_id: string, name: string | undefined } | undefined} */
  let seen;
  let isSaid = true;
  let isSaying = false;

  const retry = async () => {
    if (isSaid || isSaying) return;
    isSaying = true;
    const saying = seen;
    const status = await authorize()
      .then((options) =>
        fetch(url, {
          ...options,
          method: 'POST',
          body: JSON.stringify({ ...saying, client_id, status: 'seen' }),
        }),
      )
      .then((answer) => answer.status)
      .catch(() => 0);
    isSaying = false;
    // A refusal is final: the break is over, or another one has begun.
    isSaid = saying === seen && (status === 200 || (status >= 400 && status < 500 && status !== 429));
    if (saying !== seen) void retry();
  };

  return {
    /** @param {string | undefined} rest_id @param {string} [name] */
    say(rest_id, name) {
      if (!client_id || !rest_id || rest_id === seen?.rest_id) return;
      seen = { rest_id, name };
      isSaid = false;
      void retry();
    },
    /** Sends the acknowledgement again if the service has not answered it. */
    retry,
  };
}
