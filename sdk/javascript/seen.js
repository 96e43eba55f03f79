/** Tells leaders that a break was seen: once for each, and until the service has heard it. */
export class Seen {
  /** @type {string | undefined} */
  #restId;
  /** @type {string | undefined} */
  #name;
  #isSaid = true;
  #isSaying = false;

  /** @param {string} url @param {string | undefined} clientId @param {() => Promise<RequestInit>} authorize */
  constructor(url, clientId, authorize) {
    this.url = url;
    this.clientId = clientId;
    this.authorize = authorize;
  }

  /** @param {string} restId @param {string} [name] */
  say(restId, name) {
    if (!this.clientId || restId === this.#restId) return;
    this.#restId = restId;
    this.#name = name;
    this.#isSaid = false;
    this.retry();
  }

  /** Says it again, if it did not arrive. */
  async retry() {
    if (this.#isSaid || this.#isSaying) return;
    this.#isSaying = true;
    const restId = this.#restId;
    const body = JSON.stringify({
      client_id: this.clientId,
      status: 'seen',
      rest_id: restId,
      name: this.#name,
    });
    const status = await this.authorize()
      .then((options) => fetch(this.url, { method: 'POST', body, ...options }))
      .then((answer) => answer.status)
      .catch(() => 0);
    this.#isSaying = false;
    // A refusal is final: the break is over, or another one is on.
    if (restId === this.#restId)
      this.#isSaid = status === 200 || (status >= 400 && status < 500 && status !== 429);
    else void this.retry();
  }
}
