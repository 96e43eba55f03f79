/** Sends commands to the background, and shows why one was refused. */

/** @typedef {{ code: string, detail: string }} Refusal */
/** @typedef {(command: Command) => Promise<Refusal | null>} Send */

/**
 * The line for refusals. It disappears with the break or connection state in which the command was refused.
 * @param {Send} send
 */
function newCommands(send) {
  const problem = make('p', { class: 'problem', role: 'alert' });
  let about = '';
  let now = '';
  return {
    element: problem,
    /** Resolves to whether the command was done. @param {Command} command */
    async run(command) {
      about = now;
      const refusal = await send(command);
      write(problem, refusal ? problemText(refusal) : '');
      return refusal === null;
    },
    /** @param {State} state */
    draw({ phase, rest, connection }) {
      now = `${phase} ${rest?.rest_id ?? ''} ${connection}`;
      if (now !== about) write(problem, '');
    },
  };
}

/** @typedef {ReturnType<typeof newCommands>} Commands */

/** @param {Refusal} refusal */
function problemText({ code, detail }) {
  const key = `problem_${code}`;
  return isText(key) ? t(key, { detail }) : t('problem_other', { detail: detail || code });
}
