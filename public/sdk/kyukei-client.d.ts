/** The client is served from `sdk/javascript/`, below this name: see `src/console/public-files.ts`. */
export * from '../../sdk/javascript/kyukei-client.js';
