/** What this leader is called, for the other leaders: they see who did what. The same name as on the member's page. */
import { input } from './dom.js';
import { store, stored } from './storage.js';

export function showLeaderName() {
  const field = input('leader-name');
  field.value = stored('name');
  field.addEventListener('change', () => store('name', field.value.trim()));
}
