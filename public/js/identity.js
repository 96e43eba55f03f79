/** Who this member is: a random name for the API, and one for people if they like. */
import { unguessable } from './commands.js';
import { store, stored } from './storage.js';

/** Stored in the browser, so that a reload is not another member. */
export const clientId = stored('client_id') || unguessable();
store('client_id', clientId);
