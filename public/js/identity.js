/** Who this member is: a random name for the API, and one for people if they like. */
import { randomKey } from '../sdk/commands.js';
import { store, stored } from './storage.js';

/** Stored in the browser, so that a reload is not another member. */
export const clientId = stored('client_id') || randomKey();
store('client_id', clientId);
