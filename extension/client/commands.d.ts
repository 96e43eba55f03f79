// Copied here when the extension is packed; these are its types until then.
export * from '../../sdk/javascript/commands.js';
