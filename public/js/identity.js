/** Identifies this member: a random id for the API, and an optional name for people. */
import { randomKey } from '../sdk/commands.js';
import { store, stored } from './storage.js';

/** The id is stored in the browser, so that a reload does not count as another member. */
export const clientId = stored('client_id') || randomKey();
store('client_id', clientId);
