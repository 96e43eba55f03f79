/** The number of members who ask for a break, anonymously. */
import { byId } from './dom.js';
import { say } from './i18n.js';
import { onChange } from './live.js';

export function showRequests() {
  const place = byId('requests');
  onChange((_, name, frame) => {
    if (name === 'break_requested') {
      const { count, threshold, reached } = /** @type {Record<string, any>} */ (frame);
      place.hidden = count === 0;
      place.toggleAttribute('data-reached', reached);
      say(place, 'requests', { count, threshold });
    }
    if (name === 'message' || name === 'meeting_started' || name === 'meeting_ended') place.hidden = true;
  });
}
