/** Who this member is: a random name for the API, and one for people if they like. */
import { unguessable } from './commands.js';
import { keep, kept } from './keep.js';

/** The same for as long as the browser remembers, so that a reload is not another member. */
export const clientId = kept('client_id') || unguessable();
keep('client_id', clientId);
