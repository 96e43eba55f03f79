/** The store's state in `GET /health`: the reference's words, and `embedded`. */
export type StoreState = 'connected' | 'disconnected' | 'embedded';

/** Implemented beside each store. */
export abstract class StoreHealth {
  /** Never rejects, and resolves within half a second even if the store hangs. */
  abstract state(): Promise<StoreState>;

  /**
   * Error code of a store that answers but refuses commands (`OOM`, `READONLY`); `undefined` = it accepts
   * them.
   */
  get refusal(): string | undefined {
    return undefined;
  }

  /** Name of the store for people, with its version if it answers. Never rejects, within half a second. */
  abstract describe(): Promise<string>;
}
