// Types for a file that packing copies here.
export * from '../../sdk/javascript/kyukei-client.js';
