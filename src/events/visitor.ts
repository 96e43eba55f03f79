export const roles = ['member', 'leader'] as const;

/** Who opens a stream. */
export interface Visitor {
  /**
   * Where it was: the id of the last notice it has, as it says, so anything may be in it; `undefined` = it is new here.
   */
  readonly cursor?: unknown;
  /** Leaders see how many are here and back; they are not counted themselves. Left out = a member. */
  readonly role?: (typeof roles)[number] | undefined;
  /** The name under which its client answers breaks. */
  readonly clientId?: string | undefined;
}
