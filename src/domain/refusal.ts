/** One kind of problem: the fixed part of an RFC 9457 answer, and its description in the API document. */
export interface ProblemType {
  /** Stable identifier for programs, in snake_case. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The code in words, the same in each answer. */
  readonly title: string;
}

const declared = new Map<string, ProblemType>();

/** Declares a kind of problem. Throws when the code is already declared. */
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

/**
 * An error that becomes an answer: the service understood the request and refuses it, or cannot fulfil it
 * now.
 */
export abstract class Refusal extends Error {
  abstract readonly type: ProblemType;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** The reason in this particular case, for the client. Override it when `message` is for the log only. */
  get detail(): string {
    return this.message;
  }
}

/**
 * Base class of a refusal, declared in one line:
 * `class NoTimedBreak extends refusal('no_timed_break', 409, 'No timed break is running')`.
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
