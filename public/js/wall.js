/** The page for a screen in the room. */
import './appearance.js';
import { showAnnouncement } from './announcement.js';
import { announce, speakUp } from './announcer.js';
import { showConnection } from './connection.js';
import { startAsMember } from './credentials.js';
import { showHeader } from './header.js';
import { translate } from './i18n.js';
import { memberWords } from './member-words.js';
import { meetingId } from './place.js';
import { watchEnd } from './past.js';
import { showStage } from './stage.js';
import { showTabIcon } from './tab-icon.js';
import { keepOfflinePage } from './worker-registration.js';
import { keepAwake } from './wake-lock.js';
import { showWall, toggleFullScreen } from './wall-frame.js';

showHeader(meetingId);
showConnection();
watchEnd();
showWall();
showAnnouncement();
showStage(memberWords);
announce(speakUp);
keepAwake();
showTabIcon();
keepOfflinePage();
translate();
document.addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey, target }) => {
  const isTyping = target instanceof HTMLSelectElement;
  if (key.toLowerCase() === 'f' && !isTyping && !ctrlKey && !metaKey && !altKey) void toggleFullScreen();
});
startAsMember({ role: 'display' });
