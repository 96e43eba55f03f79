/** A notice in words. */
import { isText, t } from './i18n.js';

/** @typedef {import('./live.js').Frame} Frame */

/** @param {Frame} notice */
export function noticeText(notice) {
  const text = (/** @type {string} */ name) => String(notice[name] ?? '');
  const minutes = Math.round(Number(notice['duration_seconds'] ?? 0) / 6) / 10;
  const event = text('event');
  if (event === 'rest_required')
    return minutes
      ? t('n_rest_timed', { minutes, message: text('message') })
      : t('n_rest', { message: text('message') });
  const byReason = `n_${event}_${text('reason')}`;
  if (isText(byReason)) return t(byReason);
  const plain = `n_${event}`;
  return isText(plain) ? t(plain) : event;
}
