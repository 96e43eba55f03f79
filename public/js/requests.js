/** How many members ask for a break, or for a longer one: a number, and no names. */
import { speak } from './announcer.js';
import { onPress } from './attempt.js';
import { commands } from './commands.js';
import { byId } from './dom.js';
import { say, t } from './i18n.js';
import { onChange } from './live.js';

/** Notices that answer a request or make it obsolete. */
const ANSWERS = ['message', 'meeting_started', 'meeting_ended', 'rest_ended', 'undone'];

const KINDS = /** @type {const} */ ({
  break_requested: ['requests', 'requests', 'requests'],
  more_time_requested: ['more-time', 'more-time-count', 'more_time'],
});

export function showRequests() {
  onPress('more-5', () => commands.extend(5));
  onChange(({ phase }, name, frame) => {
    for (const [event, [place, line, text]] of Object.entries(KINDS)) {
      if (phase === 'not_started' || ANSWERS.includes(String(name))) byId(place).hidden = true;
      if (name !== event) continue;
      const { count, threshold, reached } = /** @type {Record<string, any>} */ (frame);
      const wasShown = !byId(place).hidden;
      const wasReached = byId(place).hasAttribute('data-reached');
      byId(place).hidden = count === 0;
      byId(place).toggleAttribute('data-reached', reached);
      say(byId(line), text, { count, threshold });
      // Not each of many requests: the first one, and the one that makes a break worth it.
      if (count > 0 && !(wasShown && wasReached === reached)) speak(t(text, { count, threshold }));
    }
  });
}
