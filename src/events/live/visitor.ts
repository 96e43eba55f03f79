export const roles = ['member', 'leader', 'display'] as const;

/** Who opens a stream. */
export interface Visitor {
  /**
   * Where it was: the id of the last notice it has, as it says, so anything may be in it; `undefined` = it is new here.
   */
  readonly cursor?: unknown;
  /**
   * Leaders see how many are here and back. A display is a screen in the room, which hears what members hear. Neither is counted.
   * Left out = a member.
   */
  readonly role?: (typeof roles)[number] | undefined;
  /** The name under which its client answers breaks; nothing to a display. */
  readonly clientId?: string | undefined;
}
