/** Draws the stage: the clock, the texts around it, the tea behind it, and the tab's title. */
import { byId, show } from './dom.js';
import { inOwnWords } from './default-text.js';
import { fit } from './fit.js';
import { t, timeAndDay } from './i18n.js';
import { now, onTick } from './live.js';
import { asClock, isOverdue, stageView } from './stage-view.js';
import { secondsToBreak } from './upcoming.js';

/** @typedef {import('./live.js').Known} Known */
/** @typedef {import('./stage-view.js').StageView} StageView */

/**
 * @param {object} words
 * @param {(view: StageView, known: Known) => string} words.label
 * @param {(view: StageView, known: Known) => string} words.note
 */
export function showStage({ label, note }) {
  const [stage, clock] = [byId('stage'), byId('clock')];
  onTick((known, time) => {
    const view = stageView(known, time);
    const clockText = asClock(view.seconds);
    const timed = view.phase === 'timed';
    stage.dataset['phase'] = view.phase;
    // Set once a second, and not animated: an animation draws 60 times a second, half a core for a whole break.
    stage.style.setProperty('--level', view.level.toFixed(3));
    clock.hidden = view.phase === 'idle' || view.phase === 'unknown';
    clock.toggleAttribute('data-long', clockText.length > 5);
    show(clock, clockText);
    const name = /** @type {{ title?: string | null }} */ (known).title;
    if (name) show(byId('meeting-title'), name);
    show(byId('label'), label(view, known));
    show(byId('message'), inOwnWords(known.rest?.message ?? ''));
    const soon = secondsToBreak(known, time);
    stage.toggleAttribute('data-urgent', soon !== undefined || isOverdue(view, known, time));
    show(byId('note'), soon === undefined ? note(view, known) : t('break_in', { time: asClock(soon) }));
    fit(`${view.phase} ${Array.from(stage.children, ({ textContent }) => textContent.length).join()}`);
    const meeting = byId('meeting-title').textContent;
    const title =
      timed || view.phase === 'open' ? `${clockText} ${t('on_break')} · ${meeting}` : `${meeting} · Kyukei`;
    if (document.title !== title) document.title = title;
  });
}

/**
 * Text for the end of a break: its time, that it has no end, or that it should be over.
 * @param {StageView} view
 * @param {Known} known
 */
export function endNote(view, known) {
  if (view.phase === 'open') return t('no_end');
  if (isOverdue(view, known, now())) return t('should_be_over');
  return known.rest?.ends_at ? t('until', { time: timeAndDay(known.rest.ends_at, now()) }) : '';
}
