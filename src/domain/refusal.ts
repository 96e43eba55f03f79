/** One kind of "no": what a client reads about it in an answer of RFC 9457, and what the API document says of it. */
export interface ProblemType {
  /** Stable, for programs: snake_case. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The code in words, the same each time. */
  readonly title: string;
}

const declared = new Map<string, ProblemType>();

/** Declares a kind of problem. Throws when another one has its code. */
export function problemType(code: string, status: number, title: string): ProblemType {
  if (declared.has(code)) throw new Error(`the problem ${code} is declared twice`);
  const type = { code, status, title };
  declared.set(code, type);
  return type;
}

/** All kinds of problem that the loaded modules declare, for the documents and their tests. */
export function problemTypes(): readonly ProblemType[] {
  return [...declared.values()];
}

/** An error that is an answer: the service understood the call and says no, or cannot say yes now. */
export abstract class Refusal extends Error {
  abstract readonly type: ProblemType;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** What happened this time, for the client. Override it when `message` is for the log only. */
  get detail(): string {
    return this.message;
  }
}

/**
 * Base class of one refusal, declared in one line:
 * `class NoTimedBreak extends refusal('no_timed_break', 409, 'No break with an end is on')`.
 * The class itself serves as the {@link ProblemType} that a route names in `@ApiProblems()`.
 */
export function refusal(code: string, status: number, title: string) {
  const type = problemType(code, status, title);
  abstract class Declared extends Refusal {
    static readonly code = code;
    static readonly status = status;
    static readonly title = title;
    override readonly type = type;
  }
  return Declared;
}
