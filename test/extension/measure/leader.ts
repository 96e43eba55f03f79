import type { World } from '../world.js';

/** Without trouble, a command is on every screen after this time. */
export const QUIET_MS = 1_000;

/** A break, and what must be true of it on every screen. */
export interface Called {
  readonly message: string;
  readonly at: number;
  readonly restId: string;
  /** Its ends by the service's clock, each from the time of the command that set it; `NaN` = no end. */
  readonly ends: { readonly since: number; readonly at: number }[];
  /** When it must be on the screen. A trouble may move this. */
  due: number;
  /** When a command or another break ended it. */
  over?: number;
  /** It began and ended while no extension was connected, so none may show it. */
  isSecret?: boolean;
}

/** Calls breaks past the link under test, and records them for the verdict. */
export class Leader {
  readonly called: Called[] = [];

  constructor(
    private readonly world: World,
    readonly meeting: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  async rest(message: string, seconds: number | null = 3600): Promise<Called> {
    const at = Date.now();
    const { body } = await this.command('/rest', { message, duration_seconds: seconds });
    this.end(at);
    const called: Called = {
      message,
      at,
      restId: String(body['rest_id']),
      ends: [{ since: at, at: Date.parse(String(body['ends_at'])) }],
      due: at + QUIET_MS,
    };
    this.called.push(called);
    return called;
  }

  async extend(seconds: number): Promise<void> {
    const since = Date.now();
    const { body } = await this.command('/rest/extend', { seconds });
    this.called.at(-1)?.ends.push({ since, at: Date.parse(String(body['ends_at'])) });
  }

  async resume(): Promise<void> {
    await this.command('/resume');
    this.end(Date.now());
  }

  async command(path: string, body: object = {}) {
    const answer = await this.world.call(this.meeting, path, body, this.headers);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Marks the current break as over: by a command, or because the service lost it in a restart. */
  end(at: number): void {
    const last = this.called.at(-1);
    if (last) last.over ??= at;
  }
}
