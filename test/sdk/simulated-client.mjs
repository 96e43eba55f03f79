/** Simulates the clock of one client: its stream, its requests for the time, its freezes. */

const HEARTBEAT_MS = 10_000;
const FREEZE_MS = 60_000;
/** A client counts as recovering for this time after a freeze, or after its clock was set. */
const RECOVERY_MS = 10_000;

/** Runs events in order of time; those of one moment in the order in which they were added. */
class Agenda {
  #events = [];
  #count = 0;
  now = 0;

  at(time, work) {
    this.#events.push({ time: Math.max(time, this.now), order: this.#count++, work });
  }

  async run(length) {
    for (;;) {
      let next = 0;
      this.#events.forEach(({ time, order }, index) => {
        const first = this.#events[next];
        if (time < first.time || (time === first.time && order < first.order)) next = index;
      });
      const [event] = this.#events.splice(next, 1);
      if (!event || event.time > length) return;
      this.now = event.time;
      await event.work();
    }
  }
}

/** Resolves with [period, error in ms] for each quarter of a second in which the client ran. */
export async function frozenClient({ serverClock, length, delay, random, isStepped }) {
  const agenda = new Agenda();
  const serverTime = (at = agenda.now) => new Date(Date.UTC(2025, 9, 17) + at).toISOString();
  let deskOff = (random() - 0.5) * 600_000;
  let slept = 0;
  const wall = { now: () => Date.parse(serverTime(0)) + agenda.now + deskOff };
  const monotonic = { now: () => agenda.now - slept };
  const freezes = [0.3, 0.7].map((share, index) => ({
    from: (share + random() / 10) * length,
    isSleep: index === 1,
  }));
  const stepAt = isStepped ? (0.5 + random() / 10) * length : Infinity;
  let recovering = ['running', 0];

  /** The time at which the client handles an event at `time`: after the freeze, if it is frozen. */
  const awake = (time) => {
    const freeze = freezes.find(({ from }) => time >= from && time < from + FREEZE_MS);
    return freeze ? freeze.from + FREEZE_MS : time;
  };

  const clock = serverClock(
    () => {
      const [up, down] = [delay(), delay()];
      const time = serverTime(agenda.now + up);
      return new Promise((resolve) =>
        agenda.at(awake(agenda.now + up + down), async () => {
          resolve(time);
          await new Promise(setImmediate);
        }),
      );
    },
    wall,
    monotonic,
  );

  /** TCP keeps the order of a stream. */
  let lastArrival = 0;
  const send = (sentAt, asked) => {
    lastArrival = Math.max(lastArrival, sentAt + delay());
    agenda.at(awake(lastArrival), () => clock.hear(serverTime(sentAt), asked));
  };
  const beat = () => {
    send(agenda.now);
    agenda.at(agenda.now + HEARTBEAT_MS, beat);
  };
  const tick = () => {
    clock.tick();
    agenda.at(awake(agenda.now + 1_000), tick);
  };
  const errors = [];
  const look = () => {
    const [when, until] = recovering;
    const error = clock.now() - Date.parse(serverTime(0)) - agenda.now;
    errors.push([agenda.now < until ? when : 'running', error]);
    agenda.at(awake(agenda.now + 250), look);
  };

  for (const { from, isSleep } of freezes)
    agenda.at(from + FREEZE_MS, () => {
      if (isSleep) slept += FREEZE_MS;
      recovering = ['after a freeze', agenda.now + RECOVERY_MS];
    });
  if (isStepped)
    agenda.at(stepAt, () => {
      deskOff += random() < 0.5 ? 60_000 : -60_000;
      recovering = ['after the desk clock was set', agenda.now + RECOVERY_MS];
    });
  // The stream is requested at the start, and its first `state` answers that request.
  const opened = wall.now();
  send(delay(), opened);
  agenda.at(random() * HEARTBEAT_MS, beat);
  agenda.at(0, tick);
  // A page shows no time before the first frame.
  agenda.at(1_000, look);
  await agenda.run(length);
  return errors;
}
