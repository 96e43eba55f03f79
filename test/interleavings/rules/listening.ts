import type { Frame } from '../../../src/events/frames/frame.js';
import { mix } from '../search/hash.js';
import type { Entry, SimStore } from '../world/sim-store.js';

/** docs/protocol.md, "The stream": every stream gets its first frame, and `degraded` in an outage, in this time. */
export const SPEAK_WITHIN_MS = 5_000;

interface StateData {
  readonly cursor: string;
  readonly resync: boolean;
  readonly rest: { readonly message: string } | null;
  readonly phase: string;
}

/**
 * Checks the frames of one member, over all its streams, against the true log: nothing missing, nothing
 * twice.
 */
export class Listening {
  /** The place of the member's last notice in the true log. */
  position: number | undefined;
  /** Whether the member got `degraded`, and no `restored` since. */
  isDegraded = false;
  /** Whether the member must still get a `resync`, because a damaged or lost entry was skipped. */
  owesResync = false;
  /**
   * Whether a `state` must follow, because the last notice does not contain its effect (an undo, or a notice
   * of a later version).
   */
  owesState = false;
  hash = 3;
  /** The member was told of all losses before this place. */
  private toldUpTo = 0;
  /**
   * Entries before this place may be missing: a resync went back behind the member's position, because the
   * store lost them.
   */
  private forgivenUpTo = 0;
  /** The last notice before a resync: the member may still get the notices between it and the resync. */
  private lastBeforeResync: number | undefined;

  constructor(
    private readonly store: SimStore,
    private readonly violate: (rule: string, what: string) => void,
    /** The expected content of `state` at a cursor, as JSON. */
    private readonly expectedState: (cursor: string) => string,
    private readonly shownState: (data: object) => string,
  ) {}

  opens(cursor: string | undefined): void {
    this.position = cursor === undefined ? undefined : this.store.placeOf(cursor);
    this.isDegraded = false;
    this.lastBeforeResync = undefined;
  }

  hear({ type, id, data }: Frame, restoredAt: number): void {
    this.hash = mix(this.hash, (type?.length ?? 0) + 31 * (this.position ?? 0));
    switch (type) {
      case 'connected':
        if (id !== undefined) this.moveTo(id, 'connected');
        return;
      case 'state':
        this.hearState(data);
        return;
      case 'degraded':
        this.isDegraded = true;
        return;
      case 'restored':
        this.isDegraded = false;
        if ((this.position ?? -1) < restoredAt) this.violate('restored', 'restored was told too early');
        return;
      case undefined:
      case 'goodbye':
      case 'heartbeat':
      case 'presence':
        return;
      default:
        this.hearNotice(type, id);
    }
  }

  private hearState(data: string): void {
    const state = JSON.parse(data) as StateData;
    const place = this.placeOf(state.cursor);
    if (place === undefined) return;
    if (state.resync) {
      if (!this.store.mayResync) this.violate('resync', 'told to resync, and nothing is missing');
      const isBack = place < (this.position ?? -1);
      if (isBack && this.hasLost) this.forgivenUpTo = this.store.truth.length;
      else if (isBack) this.violate('order', `state at ${state.cursor} comes too late`);
      this.lastBeforeResync = Math.min(this.lastBeforeResync ?? place, this.position ?? -1);
      this.position = place;
      this.toldUpTo = this.store.truth.length;
      this.owesResync = false;
    } else this.moveTo(state.cursor, 'state');
    this.owesState = false;
    const [shown, expected] = [this.shownState(state), this.expectedState(state.cursor)];
    if (shown !== expected) this.violate('state', `state at ${state.cursor} is ${shown}, not ${expected}`);
  }

  private hearNotice(type: string, id: string | undefined): void {
    const place = id === undefined ? undefined : this.placeOf(id);
    if (place === undefined) {
      if (id === undefined) this.violate('made up', `${type} without an id`);
      return;
    }
    const entry = this.store.truth[place];
    const expected = entry && nameOf(entry);
    if (expected !== type) this.violate('made up', `${type} ${id}, which is ${expected}`);
    if (entry?.kind === 'unknown' || type === 'undone') this.owesState = true;
    if (place > (this.position ?? -1)) {
      this.lastBeforeResync = undefined;
      this.pass(place, `${type} ${id}`);
    } else if (place > (this.lastBeforeResync ?? place)) this.lastBeforeResync = place;
    else this.violate('twice', `${type} ${id}`);
  }

  /** Handles a frame that names the stream's position. */
  private moveTo(id: string, what: string): void {
    const place = this.placeOf(id);
    if (place === undefined) return;
    // A new member needs no earlier notices, nor to be told that some of them were lost.
    if (this.position === undefined) {
      this.toldUpTo = this.store.truth.length;
      if (this.hasLost) this.forgivenUpTo = this.store.truth.length;
    }
    this.position ??= place;
    if (place < this.position) this.violate('order', `${what} at ${id} is older than what came before it`);
    this.pass(place + 1, `${what} at ${id}`);
    this.position = place;
  }

  /** Checks that the member has got every readable entry before `place`. */
  private pass(place: number, what: string): void {
    for (let i = (this.position ?? -1) + 1; i < place; i++) {
      const entry = this.store.truth[i];
      if (i < this.forgivenUpTo) continue;
      if (entry?.isLost) this.owesResync ||= i >= this.toldUpTo;
      else if (entry?.kind === 'damaged') this.owesResync = true;
      else if (entry) this.violate('gap', `${what} without ${nameOf(entry)} ${entry.id}`);
    }
    this.position = place;
  }

  private get hasLost(): boolean {
    return this.store.truth.some(({ isLost }) => isLost);
  }

  private placeOf(id: string): number | undefined {
    const place = this.store.placeOf(id);
    if (place === undefined) this.violate('made up', `an id that the log never had: ${id}`);
    return place;
  }
}

function nameOf({ notice: { event } }: Entry): string {
  return event === 'rest_required' ? 'message' : event;
}
