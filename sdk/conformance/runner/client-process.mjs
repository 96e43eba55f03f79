/** The client under test: a process that reads commands and writes reports, one JSON text a line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { matches } from './matching.mjs';

/** How long a client may take to leave after `stop`. Generous: a busy machine is not what is tested. */
const LEAVE_MS = 5_000;

export class ClientProcess {
  /** What the client said, in order. */
  reports = [];
  /** What made a line unreadable, or the process end early. */
  complaint;
  #listeners = new Set();
  #seen = 0;

  /** @param {string[]} command @param {() => number} elapsed ms since the case began */
  constructor([program, ...args], elapsed) {
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(this.#complain(`it cannot be started: ${error.message}`)));
      this.child.on('exit', (code, signal) => resolve(signal ?? code));
    });
    this.child.stdin.on('error', () => undefined);
    let errors = '';
    this.child.stderr.on('data', (bytes) => (errors = (errors + bytes).slice(-2_000)));
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#take(line, elapsed()));
    void this.exited.then((how) => {
      if (!this.isStopped) this.#complain(`it ended by itself (${how})${errors && `: ${errors}`}`);
    });
  }

  tell(command) {
    if (command.do === 'stop') this.isStopped = true;
    this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  /** Resolves when a report matches that came after the one that was waited for last. */
  async until(pattern) {
    for (;;) {
      const index = this.reports.findIndex((report, at) => at >= this.#seen && matches(pattern, report));
      if (index >= 0) return void (this.#seen = index + 1);
      if (this.complaint) throw new Error(this.complaint);
      await this.change();
    }
  }

  /** Resolves at the next report, or when there is something wrong with the process. */
  change() {
    return new Promise((resolve) => this.#listeners.add(resolve));
  }

  /** Answers what is wrong, if it does not leave when it is asked to. */
  async stop() {
    this.tell({ do: 'stop' });
    this.child.stdin.end();
    const late = new Promise((resolve) => setTimeout(resolve, LEAVE_MS, 'late').unref());
    if ((await Promise.race([this.exited, late])) !== 'late') return undefined;
    this.kill();
    return `it was still running ${LEAVE_MS} ms after "stop"`;
  }

  kill() {
    this.isStopped = true;
    this.child.kill('SIGKILL');
  }

  #take(line, at) {
    if (line.trim() === '') return;
    try {
      this.reports.push({ ...JSON.parse(line), at });
    } catch {
      this.#complain(`a line of its output is not JSON: ${line.slice(0, 200)}`);
    }
    this.#tellListeners();
  }

  #complain(complaint) {
    this.complaint ??= complaint;
    this.#tellListeners();
  }

  #tellListeners() {
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
