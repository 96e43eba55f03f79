/** Shows the remaining time of a break on the extension's button. */

const COLOUR = '#2f6f4f';

/** @param {{ ends_at: string | null, started_at: string }} rest @param {number} now the service's time */
function badgeText({ ends_at, started_at }, now) {
  if (!ends_at) return `${Math.max(0, Math.floor((now - Date.parse(started_at)) / 60_000))}′`;
  const left = Math.max(0, Math.ceil((Date.parse(ends_at) - now) / 1000));
  // The badge has room for four characters.
  if (left >= 600) return `${Math.ceil(left / 60)}′`;
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

export class Badge {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * Unknown at first: the badge may show a break that ended between two lives of the background.
   * @type {string | undefined}
   */
  #shown;

  /**
   * @param {() => { rest: { ends_at: string | null, started_at: string }, now: number } | undefined} current
   * @param {() => void} tick called once a second during a break; it calls `update`
   */
  constructor(current, tick) {
    this.current = current;
    this.tick = tick;
    void chrome.action.setBadgeBackgroundColor({ color: COLOUR });
  }

  update() {
    clearTimeout(this.#timer);
    const current = this.current();
    const text = current ? badgeText(current.rest, current.now) : '';
    if (text !== this.#shown) void chrome.action.setBadgeText({ text });
    this.#shown = text;
    // The background stays alive during a break: heartbeats of the stream keep it so.
    if (current) this.#timer = setTimeout(this.tick, 1000 - (current.now % 1000) + 5);
  }
}
