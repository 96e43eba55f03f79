/** The client under test: a process that reads commands and writes reports, one JSON text per line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { matches } from './matching.mjs';

/** Time limit for a client to stop. Generous, because a busy machine must not fail the test. */
const STOP_MS = 10_000;

/** How long to wait for a client's `ready`, which is optional. */
const READY_MS = 3_000;

export class ClientProcess {
  /** The client's reports in this case, in order. */
  reports = [];
  /** Faults of the process itself. */
  complaint;
  #listeners = new Set();
  #seen = 0;
  #stamped = (report) => report;
  #isStopping = false;
  #errors = '';

  /** @param {string[]} command */
  constructor([program, ...args]) {
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(this.#complain(`it cannot be started: ${error.message}`)));
      this.child.on('exit', (code, signal) => resolve(signal ?? code));
    });
    this.child.stdin.on('error', () => undefined);
    this.child.stderr.on('data', (bytes) => (this.#errors = (this.#errors + bytes).slice(-2_000)));
    createInterface({ input: this.child.stdout }).on('line', (line) => this.#take(line));
    void this.exited.then((how) => {
      this.isOver = true;
      if (!this.#isStopping)
        this.#complain(`it ended by itself (${how})${this.#errors && `: ${this.#errors}`}`);
      this.#tellListeners();
    });
  }

  /**
   * Resolves when the client reports `ready`, or after a time limit; then its start is part of its first
   * case.
   */
  async ready() {
    const late = new Promise((resolve) => setTimeout(resolve, READY_MS, 'late').unref());
    while (!this.isOver && this.reports.length === 0)
      if ((await Promise.race([this.change(), late])) === 'late') return;
  }

  /** Begins a case. @param {(report: object) => object} stamped adds fields to each report */
  begin(stamped) {
    this.reports = [];
    this.#seen = 0;
    this.#stamped = stamped;
    this.#isStopping = false;
  }

  tell(command) {
    if (!this.isOver) this.child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  /** Resolves at a matching report that came after the last one that this method resolved with. */
  async until(pattern) {
    for (;;) {
      const index = this.reports.findIndex((report, at) => at >= this.#seen && matches(pattern, report));
      if (index >= 0) return void (this.#seen = index + 1);
      if (this.complaint) throw new Error(this.complaint);
      await this.change();
    }
  }

  /** Resolves at the next report, or when the process has a fault. */
  change() {
    return new Promise((resolve) => this.#listeners.add(resolve));
  }

  /**
   * Stops the client; returns the fault if it does not stop. A process that exits counts as one that reports
   * `stopped`.
   */
  async stop() {
    this.#isStopping = true;
    this.tell({ do: 'stop' });
    const late = new Promise((resolve) => setTimeout(resolve, STOP_MS, 'late').unref());
    const isStopped = () => this.isOver || this.reports.some(({ says }) => says === 'stopped');
    while (!isStopped())
      if ((await Promise.race([this.change(), late])) === 'late') {
        this.kill();
        return `it had not stopped ${STOP_MS} ms after "stop"`;
      }
    return undefined;
  }

  /** Ends the process; no case follows. */
  async end() {
    this.#isStopping = true;
    this.child.stdin.end();
    const late = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
    await Promise.race([this.exited, late]);
    this.kill();
  }

  kill() {
    this.#isStopping = true;
    this.isOver = true;
    this.child.kill('SIGKILL');
  }

  #take(line) {
    if (line.trim() === '') return;
    try {
      this.reports.push(this.#stamped(JSON.parse(line)));
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
