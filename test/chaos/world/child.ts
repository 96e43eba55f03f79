import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

const alive = new Set<ChildProcess>();
// Also when the run itself is killed by an error nobody caught. Not by SIGKILL: nothing helps there.
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** A process that the run started, and the only kind it ever ends. */
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

  /** Whether the process was there to get it. */
  signal(name: NodeJS.Signals): boolean {
    return this.running && this.process.kill(name);
  }

  /** Resolves once it has answered. */
  async tell(message: number): Promise<void> {
    const answer = once(this.process, 'message');
    this.process.send(message);
    await answer;
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
