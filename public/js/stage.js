/** Draws the stage: the clock, the texts around it, the tea behind it, and the tab's title. */
import { byId, show } from './dom.js';
import { t, timeOfDay } from './i18n.js';
import { onTick } from './live.js';
import { meetingId } from './place.js';
import { asClock, stageView } from './stage-view.js';

/** @typedef {import('./live.js').Known} Known */
/** @typedef {import('./stage-view.js').StageView} StageView */

/**
 * @param {object} words
 * @param {(view: StageView, known: Known) => string} words.label
 * @param {(view: StageView, known: Known) => string} words.note
 */
export function showStage({ label, note }) {
  const [stage, clock] = [byId('stage'), byId('clock')];
  onTick((known, now) => {
    const view = stageView(known, now);
    const time = asClock(view.seconds);
    const timed = view.phase === 'timed';
    stage.dataset['phase'] = view.phase;
    stage.style.setProperty('--level', view.level.toFixed(3));
    clock.hidden = view.phase === 'idle' || view.phase === 'unknown';
    clock.toggleAttribute('data-long', time.length > 5);
    show(clock, time);
    show(byId('label'), label(view, known));
    show(byId('message'), known.rest?.message ?? '');
    show(byId('note'), note(view, known));
    const title =
      timed || view.phase === 'open' ? `${time} ${t('on_break')} · ${meetingId}` : `${meetingId} · Kyukei`;
    if (document.title !== title) document.title = title;
  });
}

/** When a break ends, or that nobody said when; where nobody can say that it is over, that it should be. @param {StageView} view @param {Known} known */
export function endNote({ phase, seconds }, { rest, online }) {
  if (phase === 'open') return t('no_end');
  if (seconds === 0 && !online) return t('should_be_over');
  return rest?.ends_at ? t('until', { time: timeOfDay(rest.ends_at) }) : '';
}
