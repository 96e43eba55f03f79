import { compileFunction, constants } from 'node:vm';

const DIST = new URL('../../dist/', import.meta.url);

/** Node's `import()`. Jest's would load all modules again for each test file. */
const nodeImport = compileFunction('return import(specifier)', ['specifier'], {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as <T>(specifier: string) => Promise<T>;

/**
 * A module of the built service. It and its libraries are loaded once per worker, which saves each test file
 * a second or two. All test files of a worker share the modules' state.
 */
export const built = <T>(path: string): Promise<T> => nodeImport(new URL(path, DIST).href);

/** A library, in the same copy that the built service uses. */
export const library = <T>(name: string): Promise<T> => nodeImport(name);
