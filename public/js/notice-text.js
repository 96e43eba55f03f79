/** A notice in words. */
import { inOwnWords } from './default-text.js';
import { isText } from './i18n.js';

/** @typedef {import('./live.js').Frame} Frame */

/** The text and its values. @param {Frame} notice @returns {[keyof import('./i18n.js').Texts, Record<string, string | number>]} */
export function noticeText(notice) {
  const field = (/** @type {string} */ name) => String(notice[name] ?? '');
  const event = field('event');
  const values = {
    event,
    message: inOwnWords(field('message')),
    minutes: Math.round(Number(notice['duration_seconds'] ?? 0) / 6) / 10,
  };
  if (event === 'rest_required') return [values.minutes ? 'n_rest_timed' : 'n_rest', values];
  const key = [`n_${event}_${field('reason')}`, `n_${event}`].find(isText) ?? 'n_other';
  return [key, values];
}
