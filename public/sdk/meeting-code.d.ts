// Types of a file that is served from sdk/javascript.
export * from '../../sdk/javascript/meeting-code.js';
