export type Store = 'chrome' | 'edge' | 'firefox';
export const STORES: readonly Store[];
/** Maps each path in the package to its content. */
export function extensionFiles(store: Store): Map<string, Buffer>;
