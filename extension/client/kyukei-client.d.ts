// The client is copied here when the extension is packed; these are its types until then.
export * from '../../sdk/javascript/kyukei-client.js';
