/** The leader's page. */
import './appearance.js';
import { whenHeard } from './live.js';
import { showActivity } from './activity.js';
import { announce, speakUp } from './announcer.js';
import { forgetProblems } from './attempt.js';
import { showAnnouncing } from './announcement.js';
import { showUndo } from './undo.js';
import { showCalls } from './calls.js';
import { showConnection } from './connection.js';
import { byId, input } from './dom.js';
import { showEnd } from './end-meeting.js';
import { keepFocus } from './focus.js';
import { showHeader } from './header.js';
import { lengthOf, t, translate } from './i18n.js';
import { lazily } from './lazy.js';
import { meetingId } from './place.js';
import { keepRecent, titleOf } from './recent.js';
import { endWords, watchEnd } from './past.js';
import { heedPeople, showPeople } from './people.js';
import { heedPlan, showPlan } from './plan.js';
import { showRequests } from './requests.js';
import { kindOfCredentials, startAsLeader } from './credentials.js';
import { showShare } from './share.js';
import { showShortcuts } from './shortcuts.js';
import { endNote, showStage } from './stage.js';
import { store, stored } from './storage.js';
import { showTabIcon } from './tab-icon.js';
import { keepOfflinePage } from './worker-registration.js';

const LABELS = /** @type {const} */ ({
  unknown: 'connecting',
  idle: 'not_started',
  working: 'working_for',
  timed: 'on_break',
  open: 'on_break',
});

const waiting = () => ({ label: t('not_started'), note: t('not_started_note') });

keepRecent({ id: meetingId, page: 'console' });
showHeader(meetingId, titleOf(meetingId));
showConnection(() => (kindOfCredentials() ? ['bad', 'refused'] : ['waiting', 'not_leading']));
watchEnd();
forgetProblems();
/** @param {import('../sdk/kyukei-client.js').Schedule} schedule */
function planWords({ every_minutes, at, time_zone }) {
  if (every_minutes !== null) return t('every', { length: lengthOf(every_minutes) });
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (at ?? []).join(' · ') + (time_zone === here ? '' : ` (${time_zone})`);
}

showStage({
  label: ({ phase }, { refused }) => {
    if (phase === 'idle') return endWords(waiting()).label;
    return t(refused ? (kindOfCredentials() ? 'refused' : 'yours_to_lead') : LABELS[phase]);
  },
  note: (view, known) => {
    if (view.phase === 'unknown') return known.refused ? t('refused_leader') : '';
    if (view.phase === 'idle') return endWords(waiting()).note;
    if (view.phase === 'working') return known.schedule ? planWords(known.schedule) : t('no_schedule');
    return endNote(view, known);
  },
});
announce(speakUp);
showCalls();
showEnd();
showUndo();
showAnnouncing();
showPeople();
showRequests();
showPlan();
showShare();
showActivity(heedPlan, heedPeople);
showShortcuts();
// Other leaders see this name beside each command. It is the name on the member's page, too.
const name = input('leader-name');
name.value = stored('name');
name.addEventListener('change', () => store('name', name.value.trim()));
whenHeard(() => void lazily('./day.js', () => import('./day.js')).then(({ showDay }) => showDay()));
// Loaded on demand, because few people open it.
const curlLines = () => lazily('./curl-lines.js', () => import('./curl-lines.js'));
const showCurl = () => void curlLines().then(({ showCurlLines }) => showCurlLines());
byId('curl').addEventListener('toggle', showCurl, { once: true });
keepFocus();
showTabIcon();
keepOfflinePage();
translate();
void startAsLeader();
