/** The member's page. */
import './appearance.js';
import { announce, speakUp } from './announcer.js';
import { showAcknowledgement } from './acknowledgement.js';
import { showBreakRequest } from './break-request.js';
import { ring, showChime } from './chime.js';
import { showConnection } from './connection.js';
import { forgetProblems } from './attempt.js';
import { keepFocus } from './focus.js';
import { showHeader } from './header.js';
import { t, timeOfDay, translate } from './i18n.js';
import { clientId } from './identity.js';
import { meetingId } from './place.js';
import { notify, showNotify } from './notify.js';
import { endWords, watchEnd } from './past.js';
import { startAsMember } from './credentials.js';
import { endNote, showStage } from './stage.js';
import { keepAwake } from './wake-lock.js';

/** How long the page says that a break is over. */
const JUST_OVER_SECONDS = 60;

const waiting = () => ({ label: t('not_started'), note: t('wait_here') });

showHeader(meetingId);
showConnection();
watchEnd();
forgetProblems();
showStage({
  label: ({ phase, seconds }, { started_at, working_since, refused }) => {
    if (phase === 'unknown') return t(refused ? 'refused' : 'connecting');
    if (phase === 'idle') return endWords(waiting()).label;
    if (phase !== 'working') return t('on_break');
    return working_since && working_since !== started_at && seconds < JUST_OVER_SECONDS
      ? t('said_over')
      : t('in_meeting');
  },
  note: (view, known) => {
    if (view.phase === 'unknown') return known.refused ? t('refused_member') : '';
    if (view.phase === 'idle') return endWords(waiting()).note;
    if (view.phase !== 'working') return endNote(view, known);
    return known.next_rest_at ? t('next', { time: timeOfDay(known.next_rest_at) }) : t('wait_here');
  },
});
announce(speakUp, ring, notify);
showAcknowledgement();
showBreakRequest();
showChime();
showNotify();
keepAwake();
keepFocus();
translate();
startAsMember({ client_id: clientId });
