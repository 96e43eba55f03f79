/** What `GET /health` says of the store, in the reference's words plus ours for "there is no Redis to connect to". */
export type StoreState = 'connected' | 'disconnected' | 'embedded';

/** Implemented beside each store. */
export abstract class StoreHealth {
  /** Never rejects, and answers within half a second even when the store hangs. */
  abstract state(): Promise<StoreState>;

  /** Why a store that answers does not do what commands need, in its own word (`OOM`, `READONLY`); `undefined` while it does. */
  get refusal(): string | undefined {
    return undefined;
  }

  /** Which store this is, its version if it answers, for people. As quick, and as safe. */
  abstract describe(): Promise<string>;
}
