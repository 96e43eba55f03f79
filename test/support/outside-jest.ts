import { compileFunction, constants } from 'node:vm';

const DIST = new URL('../../dist/', import.meta.url);

/** `import()` as Node does it. Jest's own loads everything anew for each test file. */
const nodeImport = compileFunction('return import(specifier)', ['specifier'], {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as <T>(specifier: string) => Promise<T>;

/**
 * A module of the built service. It and its libraries are loaded once for each worker, which saves every test file a second or
 * two; what they hold is then shared by all files of a worker.
 */
export const built = <T>(path: string): Promise<T> => nodeImport(new URL(path, DIST).href);

/** A library, in the copy that the built service has. */
export const library = <T>(name: string): Promise<T> => nodeImport(name);
