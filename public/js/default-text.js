/**
 * Replaces the service's default text of a break by the text in the page's language. The snapshot does not
 * say whether a text is the default one, so the default texts are compared here.
 */
import { t } from './i18n.js';

/** The same texts as in `src/domain/texts.ts`; a test compares them. */
export const DEFAULT_TEXTS = ['休憩時間です', 'Time for a break'];

/** @param {string} message */
export const inOwnWords = (message) => (DEFAULT_TEXTS.includes(message) ? t('message_hint') : message);
