// Served from sdk/javascript, as the client is.
export * from '../../sdk/javascript/commands.js';
