/** Presses that ask the background for something, and why it was refused, if it was. */

/** @typedef {{ code: string, detail: string }} Refusal */
/** @typedef {(command: Command) => Promise<Refusal | null>} Send */

/**
 * One line for refusals; it goes with the state that made it true, so the break's id is remembered.
 * @param {Send} send
 */
function newCommands(send) {
  const problem = make('p', { class: 'problem', role: 'alert' });
  let about = '';
  let now = '';
  return {
    element: problem,
    /** Answers whether it was done. @param {Command} command */
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
