/**
 * Clients that are wrong on purpose, each with one fault that was seen in the field, and the case that finds
 * it. Each is the JavaScript client with a patch around it.
 */

/**
 * Changes the requests of the client. @param {(url: URL, options: RequestInit) => [URL, RequestInit]} change
 */
const asking = (change) => () => {
  const { fetch } = globalThis;
  globalThis.fetch = (url, options = {}) => fetch(...change(new URL(url), options));
};

/** Changes a report of the client; `undefined` = it is not sent. */
const reporting = (change) => (program) => {
  const { say } = program;
  program.say = (report) => {
    const changed = change(report);
    if (changed) say(changed);
  };
};

/** Changes a command before the client gets it. */
const told = (change) => (program) => {
  const { take } = program;
  program.take = (command) => take(change(command));
};

export const WRONG_CLIENTS = {
  'says online for ever': {
    fails: 'silence of two heartbeats is offline',
    make: reporting((report) => (report.says === 'offline' ? undefined : report)),
  },
  'watches only once': {
    fails: 'a new stream that hangs is given up, too',
    make: () => {
      const { setInterval } = globalThis;
      // The watchdog runs for three heartbeats, and never again.
      globalThis.setInterval = (work, ms) => {
        const timer = setInterval(work, ms);
        setTimeout(() => clearInterval(timer), 9_000);
        return timer;
      };
    },
  },
  'forgets where it was': {
    fails: 'goes on after a cut',
    make: asking((url, options) => {
      url.searchParams.delete('last_event_id');
      return [url, options];
    }),
  },
  'comes back at once': {
    fails: 'waits as long as the goodbye says',
    make: () => {
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (work, ms) => setTimeout(work, Math.min(ms, 20));
    },
  },
  'tries a refused request again for ever': {
    fails: 'a 422 is final',
    make: (program) => {
      const { say, take } = program;
      let follow;
      program.take = (command) => {
        if (command.do === 'follow') follow = command;
        take(command);
      };
      program.say = (report) => {
        say(report);
        if (report.says === 'gave_up') setTimeout(() => take(follow), 500);
      };
    },
  },
  'never renews its token': {
    fails: 'a 401 with a token that can be renewed',
    make: told((command) => (command.tokens ? { ...command, tokens: command.tokens.slice(0, 1) } : command)),
  },
  'loses why it was refused': {
    fails: 'a problem reaches the user whole',
    make: reporting((report) => ('problem' in report ? { ...report, problem: {} } : report)),
  },
  'loses what the goodbye said': {
    fails: 'a goodbye reaches the user whole',
    make: reporting((report) => (report.says === 'goodbye' ? { ...report, data: {} } : report)),
  },
  'chimes for breaks that are over': {
    fails: 'what was missed is replayed',
    make: reporting((report) => (report.replayed ? { ...report, replayed: false } : report)),
  },
  'takes a late frame for now': {
    fails: 'a frame that is 40 s late does not change the clock',
    make: (program) => {
      const { say } = program;
      let offset = 0;
      // The clock of the client before 0.3: it assumes that the time in the last frame is the present.
      const { parse } = JSON;
      JSON.parse = (text, ...rest) => {
        const value = parse(text, ...rest);
        if (value?.server_time && value.timestamp) offset = Date.parse(value.server_time) - Date.now();
        return value;
      };
      program.say = (report) =>
        say(report.says === 'clock' ? { ...report, server_time: Date.now() + offset } : report);
    },
  },
  'decodes each packet by itself': {
    fails: 'one byte at a time',
    make: () => {
      const { decode } = TextDecoder.prototype;
      // Decodes each byte by itself, because a test cannot control where the network splits packets.
      TextDecoder.prototype.decode = function (bytes = new Uint8Array()) {
        return Array.from(bytes, (_, at) => decode.call(this, bytes.subarray(at, at + 1))).join('');
      };
    },
  },
  'knows only the names it was written for': {
    fails: 'a notice of a later version',
    make: reporting((report) =>
      report.says === 'notice' && !/^(message|rest_|meeting_|schedule_|all_back)/.test(report.name)
        ? undefined
        : report,
    ),
  },
  'says everything twice': {
    fails: 'one notice twice',
    make: () => {
      // The client does not remember the notices that it got.
      const { includes } = Array.prototype;
      Array.prototype.includes = function (value) {
        return typeof value === 'string' && /^\d+-\d+$/.test(value) ? false : includes.call(this, value);
      };
    },
  },
  'keeps showing a break that was undone': {
    fails: 'undone, and the state of before',
    make: (program) => {
      const { say } = program;
      let shown;
      // This client ends a break at `rest_ended` only, and ignores `state`.
      program.say = (report) => {
        if (report.name === 'message') shown = report;
        if (report.name === 'rest_ended') shown = undefined;
        const { phase, rest_id, ends_at } = shown ?? report;
        say(report.says === 'state' ? { ...report, phase, rest_id, ends_at } : report);
      };
    },
  },
  'follows a goodbye for good': {
    fails: 'a goodbye for good',
    make: () => {
      const { parse } = JSON;
      JSON.parse = (text, ...rest) => {
        const value = parse(text, ...rest);
        return value?.reconnect === false ? { ...value, reconnect: true } : value;
      };
    },
  },
};
