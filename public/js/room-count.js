/**
 * Shows "12 of 20 back". A screen in the room gets the frames of a member, which have no counts, so it polls
 * for them.
 */
import { read } from './commands.js';
import { byId } from './dom.js';
import { say } from './i18n.js';
import { isRefused, onChange } from './live.js';
import { isWall } from './moment.js';

const EVERY_MS = 3_000;

/** Shows how many members are back while the answers to a break matter. */
export function countRoom() {
  const place = byId('room-count');
  let phase = 'not_started';
  let asking = false;
  const ask = async () => {
    // Escape turns the page back into a member's, which shows no count.
    if (asking || document.hidden || !isWall() || isRefused() || phase === 'not_started') return;
    asking = true;
    /** @type {{ members: import('../sdk/kyukei-client.js').Members } | undefined} */
    const answer = await read('').catch(() => undefined);
    asking = false;
    if (!answer) return;
    const { connected, seen, away, back } = answer.members;
    const all = Math.max(connected, seen + away + back);
    if (phase === 'on_break' || back + away > 0)
      say(place, all > 0 && back === all ? 'all_back' : all > 0 ? 'room_back' : '', { back, all });
    else say(place, all > 0 ? 'people_connected' : '', { n: all });
  };
  onChange((known) => {
    if (known.phase === phase) return;
    phase = known.phase;
    if (phase === 'not_started') say(place, '');
    void ask();
  });
  setInterval(() => void ask(), EVERY_MS);
}
