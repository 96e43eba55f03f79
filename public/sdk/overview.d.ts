// Types of a file that is served from sdk/javascript.
export * from '../../sdk/javascript/overview.js';
