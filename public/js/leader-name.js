/**
 * The leader's name, which other leaders see beside each command. It is the name on the member's page, too.
 */
import { input } from './dom.js';
import { store, stored } from './storage.js';

export function showLeaderName() {
  const field = input('leader-name');
  field.value = stored('name');
  field.addEventListener('change', () => store('name', field.value.trim()));
}
