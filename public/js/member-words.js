/** The texts on the stage for members and for a screen in the room. */
import { t, timeAndDay } from './i18n.js';
import { now } from './live.js';
import { isWall, moment } from './moment.js';
import { endWords } from './past.js';
import { endNote } from './stage.js';

const waiting = () => ({ label: t('not_started'), note: t('wait_here') });

/** @type {Parameters<typeof import('./stage.js').showStage>[0]} */
export const memberWords = {
  label: (view, known) => {
    if (view.phase === 'unknown') return t(known.refused ? 'refused' : 'connecting');
    if (view.phase === 'idle') return endWords(waiting()).label;
    const current = moment(view, known);
    if (view.phase !== 'working') return t(current === 'last' && isWall() ? 'last_minute' : 'on_break');
    return t(current === 'over' ? 'said_over' : 'in_meeting');
  },
  note: (view, known) => {
    if (view.phase === 'unknown') return known.refused ? t('refused_member') : '';
    if (view.phase === 'idle') return endWords(waiting()).note;
    if (view.phase !== 'working') return endNote(view, known);
    if (isWall() && moment(view, known) === 'over') return t('come_back');
    return known.next_rest_at ? t('next', { time: timeAndDay(known.next_rest_at, now()) }) : t('wait_here');
  },
};
