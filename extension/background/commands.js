/** Carries out the commands of views. */
import { Refusal } from '../client/commands.js';
import { meetingFromText } from '../client/meeting-code.js';
import { timeAfter } from '../shared/time-after.js';
import { stretchOf } from './state.js';

/** @typedef {import('../messages.js').Command} Command */
/** @typedef {import('./app.js').App} App */

/** Commands that choose the meeting, the server or the rights. The script in a meeting's page cannot send them. */
const POPUP_ONLY = ['follow', 'lead', 'credential'];

/**
 * @param {App} app @param {import('./views.js').View} view @param {Command} command
 * @returns {Promise<unknown>}
 */
export async function perform(app, view, command) {
  if (view.isPage && POPUP_ONLY.includes(command.name)) throw new Refusal({ code: 'forbidden' });
  if (command.name === 'follow') return followMeeting(app, view, command.meeting);
  const { meeting } = app.placeOf(view);
  if (meeting === null) throw new Refusal({ code: 'no_meeting' });
  if (command.name === 'lead') return app.change(meeting, { leads: command.on });
  if (command.name === 'credential') return app.change(meeting, { leaderToken: command.secret });
  if (!app.settings.server) throw new Refusal({ code: 'unreachable' });
  if (command.name === 'answer') return answer(app, meeting, command.status);
  if (command.name === 'ask') return ask(app, meeting);
  return lead(app, meeting, command);
}

/** In characters; the service refuses a longer title. */
const LONGEST_TITLE = 60;

/** @param {App} app @param {import('./views.js').View} view @param {string | null} text */
async function followMeeting(app, view, text) {
  const found = text === null ? { meeting: null } : meetingFromText(text);
  const { meeting } = found;
  if (meeting === undefined) throw new Refusal({ code: 'bad_code' });
  if ('server' in found && found.server !== app.settings.server) {
    // The extension follows one server. A link sets it only if none is set; otherwise a link could redirect
    // what people say.
    if (app.settings.server) throw new Refusal({ code: 'other_server', detail: found.server ?? '' });
    await app.setServer(found.server ?? '');
  }
  if (meeting !== null && !app.settings.server) throw new Refusal({ code: 'no_server' });
  app.follow(view, meeting);
  if (meeting === null) return;
  const { title, token } = /** @type {{ title?: string, token?: string }} */ (found);
  if (title) app.records.change(app.keyOf(meeting), { title });
  if (token) app.change(meeting, { token });
}

/** @param {App} app @param {string} meeting @param {'away' | 'back'} status */
async function answer(app, meeting, status) {
  const record = app.recordOf(meeting);
  const rest_id = app.followings.of(meeting)?.known?.rest?.rest_id ?? record.over?.rest_id;
  const { name } = app.settings;
  const body = { client_id: app.clientId, status, rest_id, ...(name ? { name } : {}) };
  await app.apiOf(meeting).send('POST', '/rest/ack', body);
  if (rest_id) app.note(meeting, { said: { rest_id, status } });
}

/** @param {App} app @param {string} meeting */
async function ask(app, meeting) {
  const known = app.followings.of(meeting)?.known;
  const body = { client_id: app.clientId, kind: known?.rest ? 'more_time' : 'break' };
  await app.apiOf(meeting).send('POST', '/break-requests', body);
  const asked = stretchOf(known);
  if (asked) app.note(meeting, { asked });
}

/** @typedef {Exclude<Command, { name: 'follow' | 'lead' | 'credential' | 'answer' | 'ask' }>} Leading */

/** @param {App} app @param {string} meeting @param {Leading} command */
async function lead(app, meeting, command) {
  const { name: by } = app.settings;
  const { language } = app;
  const { title } = app.recordOf(meeting);
  const now = Date.now() + (app.followings.of(meeting)?.offset ?? 0);
  const undo = app.undoOf(meeting);
  const { path, method = 'POST', body } = callOf(command, { language, title, now });
  const call = () => {
    const sent = undo.sent(command.name);
    return app
      .apiOf(meeting)
      .send(method, path, method === 'DELETE' ? undefined : { ...body, ...(by ? { by } : {}) })
      .catch((/** @type {unknown} */ error) => {
        undo.failed(sent);
        throw error;
      });
  };
  try {
    const { leader_token: leaderToken } = await call();
    if (leaderToken) app.change(meeting, { leaderToken });
  } catch (error) {
    const isFirst = command.name === 'rest' && app.followings.of(meeting)?.known?.phase === 'not_started';
    if (!(error instanceof Refusal) || error.code !== 'unauthorized' || !isFirst) throw error;
    // The meeting is unclaimed, and only its start claims it.
    await lead(app, meeting, { name: 'start' });
    await call();
  }
  if (command.name === 'end') app.change(meeting, { leaderToken: undefined });
}

/**
 * @param {Leading} command
 * @param {{ language: string, title: string | undefined, now: number }} around `now` by the service's clock
 * @returns {{ path: string, method?: 'PUT' | 'DELETE', body?: object }}
 */
function callOf(command, { language, title, now }) {
  switch (command.name) {
    case 'start':
      return { path: '/start', body: title ? { title: [...title].slice(0, LONGEST_TITLE).join('') } : {} };
    case 'end':
      return { path: '/end' };
    case 'rest': {
      const { message } = command;
      return {
        path: '/rest',
        body: { ...lengthOf(command, now), ...(message ? { message } : {}), language },
      };
    }
    case 'extend': {
      const end =
        'until' in command ? { ends_at: timeAfter(now, command.until) } : { seconds: command.seconds };
      return { path: '/rest/extend', body: end };
    }
    case 'announce':
      return { path: '/announcements', body: { message: command.message } };
    case 'undo':
      return { path: '/undo' };
    case 'resume':
      return { path: '/resume' };
    case 'plan':
      return command.plan
        ? { path: '/schedule', method: 'PUT', body: { ...command.plan, language } }
        : { path: '/schedule', method: 'DELETE' };
    case 'snooze':
      return { path: '/schedule/snooze', body: { minutes: command.minutes } };
    case 'skip':
      return { path: '/schedule/skip' };
  }
}

/** @param {Extract<Command, { name: 'rest' }>} command @param {number} now */
function lengthOf(command, now) {
  if ('until' in command) return { ends_at: timeAfter(now, command.until) };
  return command.minutes === null ? {} : { duration_seconds: Math.round(command.minutes * 60) };
}
