export type Store = 'chrome' | 'edge' | 'firefox';
export const STORES: readonly Store[];
/** Path in the package → content. */
export function extensionFiles(store: Store): Map<string, Buffer>;
