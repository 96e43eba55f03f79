/** What a meeting that has ended was, in words. */
import { t } from './i18n.js';

/** @param {number} [breaks] not known = left out @param {number} [minutes] of all breaks */
export function endedNote(breaks, minutes = 0) {
  if (breaks === undefined) return t('ended_note');
  const key = breaks === 0 ? 'ended_none' : breaks === 1 ? 'ended_one' : 'ended_many';
  return t(key, { breaks, minutes });
}
