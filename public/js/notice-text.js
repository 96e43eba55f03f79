/** A notice in words. */
import { inOwnWords } from './default-text.js';
import { isText, timeOfDay } from './i18n.js';

/** @typedef {import('./live.js').Frame} Frame */

/**
 * The key of the notice's text, and the values in it.
 * @param {Frame} notice @param {string} [endBefore] when the break was to end before this notice
 * @returns {[keyof import('./i18n.js').Texts, Record<string, string | number>]}
 */
export function noticeText(notice, endBefore) {
  const field = (/** @type {string} */ name) => String(notice[name] ?? '');
  const event = field('event');
  const values = {
    event,
    message: inOwnWords(field('message')),
    minutes: Math.round(Number(notice['duration_seconds'] ?? 0) / 6) / 10,
  };
  if (event === 'rest_extended' && endBefore) {
    const change = Math.round((Date.parse(field('ends_at')) - Date.parse(endBefore)) / 6_000) / 10;
    const moved = {
      change: `${change < 0 ? '−' : '+'}${Math.abs(change)}`,
      time: timeOfDay(field('ends_at')),
    };
    return ['n_rest_extended', moved];
  }
  if (event === 'rest_extended') return ['n_rest_ends', { time: timeOfDay(field('ends_at')) }];
  if (event === 'rest_required') return [values.minutes ? 'n_rest_timed' : 'n_rest', values];
  const key = [`n_${event}_${field('reason')}`, `n_${event}`].find(isText) ?? 'n_other';
  return [key, values];
}
