import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const alive = new Set<ChildProcess>();
// Also when the run itself is killed by an error nobody caught. Not by SIGKILL: nothing helps there.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** A process that the run started, and the only kind it ever ends. */
export class Child {
  output = '';
  private readonly process: ChildProcess;

  constructor(command: string, args: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }) {
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (this.output = (this.output + String(chunk)).slice(-20_000)));
    child.on('error', (error) => (this.output += String(error)));
    alive.add(child);
    child.on('close', () => alive.delete(child));
    this.process = child;
  }

  get running(): boolean {
    return (
      this.process.exitCode === null && this.process.signalCode === null && this.process.pid !== undefined
    );
  }

  /** Whether the process was there to get it. */
  signal(name: NodeJS.Signals): boolean {
    return this.running && this.process.kill(name);
  }

  async ended(): Promise<void> {
    if (this.running) await once(this.process, 'exit');
  }

  /** Whether it was alive. */
  async kill(): Promise<boolean> {
    const struck = this.signal('SIGKILL');
    await this.ended();
    return struck;
  }
}
