/** A desktop notification when a break begins, for who looks elsewhere. Off until chosen. */
import { byId, input, show } from './dom.js';
import { t } from './i18n.js';
import { keep, kept } from './keep.js';
import { meetingId } from './live.js';

export function showNotify() {
  const box = input('notify');
  if (!('Notification' in window)) {
    box.disabled = true;
    return;
  }
  box.checked = kept('notify') === 'on' && Notification.permission === 'granted';
  box.addEventListener('change', async () => {
    if (box.checked && (await Notification.requestPermission()) !== 'granted') {
      box.checked = false;
      show(byId('problem'), t('notify_denied'));
    }
    keep('notify', box.checked ? 'on' : 'off');
  });
}

/** @type {import('./announcer.js').Listener} */
export function notify(occasion, message) {
  if (!input('notify').checked || !document.hidden || occasion === 'ending') return;
  const title = occasion === 'begun' ? t('on_break') : t('said_over');
  try {
    new Notification(title, { body: message, tag: meetingId });
  } catch {
    // Chrome on Android wants a service worker for it.
  }
}
