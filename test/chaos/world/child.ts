import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

const alive = new Set<ChildProcess>();
// Children also end when an uncaught error ends the run. Nothing can help against SIGKILL.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** A child process of the run. The run ends no other processes. */
export class Child {
  output = '';
  private readonly process: ChildProcess;

  constructor(
    command: string,
    args: readonly string[],
    { isTold, ...options }: { cwd: string; env?: NodeJS.ProcessEnv; /** Takes messages. */ isTold?: boolean },
  ) {
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...(isTold ? (['ipc'] as const) : [])];
    const child = spawn(command, [...args], { stdio, ...options });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (this.output = (this.output + String(chunk)).slice(-20_000)));
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

  /** Resolves to whether the process was alive. */
  signal(name: NodeJS.Signals): boolean {
    return this.running && this.process.kill(name);
  }

  /** Resolves after the process has acknowledged the message. */
  async tell(message: number): Promise<void> {
    const answer = once(this.process, 'message');
    this.process.send(message);
    await answer;
  }

  async ended(): Promise<void> {
    if (this.running) await once(this.process, 'exit');
  }

  /** Resolves to whether the process was alive. */
  async kill(): Promise<boolean> {
    const struck = this.signal('SIGKILL');
    await this.ended();
    return struck;
  }
}
