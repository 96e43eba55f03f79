import type { World } from '../world.js';

/** A command is on every screen so long after it, in quiet. */
export const QUIET_MS = 1_000;

/** A break that was called, and all that is to be true of it on a screen. */
export interface Called {
  readonly message: string;
  readonly at: number;
  readonly restId: string;
  /** Its ends by the service's clock, each with the time of the command that set it; `NaN` = no end. */
  readonly ends: { readonly since: number; readonly at: number }[];
  /** By when it is on the screen. Trouble moves this. */
  due: number;
  /** When it was taken away by a command or by another break. */
  over?: number;
  /** It began and was over while no extension could hear of it, so none may show it. */
  isSecret?: boolean;
}

/** Calls breaks past the link, and remembers them for the verdict. */
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

  /** The break that is on is over: by a command, or lost with the store of a service that was restarted. */
  end(at: number): void {
    const last = this.called.at(-1);
    if (last) last.over ??= at;
  }
}
