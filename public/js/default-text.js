/**
 * The text of a break to which nobody gave one, in the language of the page. The service writes it in the leader's language, and
 * its snapshot does not say whose text it is; so its texts are known here.
 */
import { t } from './i18n.js';

/** As in `src/domain/texts.ts`; a test compares them. */
export const DEFAULT_TEXTS = ['休憩時間です', 'Time for a break'];

/** @param {string} message */
export const inOwnWords = (message) => (DEFAULT_TEXTS.includes(message) ? t('message_hint') : message);
