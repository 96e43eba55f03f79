/**
 * Shows a notification when a break begins or ends. Off by default. It uses a service worker, because Chrome
 * on Android shows no other notifications.
 */
import { byId, control, input } from './dom.js';
import { say, t } from './i18n.js';
import { isFirstTab } from './one-tab.js';
import { endWords } from './past.js';
import { meetingId } from './place.js';
import { store, stored } from './storage.js';
import { registerWorker } from './worker-registration.js';

export function showNotify() {
  const box = input('notify');
  // No notifications on plain HTTP, nor on an iPhone unless the page is on its home screen.
  if (!('Notification' in window && 'serviceWorker' in navigator)) {
    box.disabled = true;
    say(byId('notify-note'), 'notify_none');
    return;
  }
  box.checked = stored('notify') === 'on' && Notification.permission === 'granted';
  if (box.checked) void registerWorker();
  box.addEventListener('change', async () => {
    say(byId('notify-note'), '');
    if (box.checked && !(await mayNotify())) {
      box.checked = false;
      say(byId('notify-note'), 'notify_denied');
      // The "Join" dialog also asks for notifications; the note is shown in the settings.
      control('settings', HTMLDetailsElement).open = true;
    }
    store('notify', box.checked ? 'on' : 'off');
  });
}

async function mayNotify() {
  return (await Notification.requestPermission()) === 'granted' && registerWorker();
}

/** @type {import('./announcer.js').Listener} */
export async function notify(occasion, message, about) {
  if (!input('notify').checked || !document.hidden || occasion === 'soon') return;
  if (!(await isFirstTab(`notify.${meetingId}.${about}.${occasion}`))) return;
  const worker = await navigator.serviceWorker.ready;
  // Replaces the last notification, and alerts again.
  const options = { body: message, tag: meetingId, renotify: true, data: location.href };
  const titles = {
    begun: t('on_break'),
    ending: t('said_ending'),
    over: t('said_over'),
    ended: endWords().label,
  };
  await worker.showNotification(titles[occasion], options);
}
