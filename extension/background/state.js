/** Computes the state that views show. */

/** @typedef {import('../messages.js').State} State */

/**
 * @param {object} of
 * @param {import('../messages.js').Settings} of.settings
 * @param {import('../messages.js').View} of.view
 * @param {import('../messages.js').Language} of.language
 * @param {{ meeting: string | null, found: State['found'] }} of.place
 * @param {import('./following.js').Following | undefined} of.following
 * @param {import('./record.js').Record} of.record
 * @returns {State}
 */
export function stateOf({ settings, view, language, place: { meeting, found }, following, record }) {
  const { known, extra } = following ?? {};
  const { told, over, said, asked } = record;
  const rest = known?.rest ? withCode(known.rest) : null;
  const about = rest?.rest_id ?? over?.rest_id ?? null;
  return {
    language,
    server: settings.server,
    meeting,
    found,
    link: meeting && settings.server ? `${settings.server}/m/${meeting}` : null,
    role: record.leads ? 'leader' : 'member',
    connection: connectionOf(following),
    degraded: known?.degraded ?? false,
    phase: !known ? 'unknown' : extra?.ended && known.phase === 'not_started' ? 'ended' : known.phase,
    title: /** @type {{ title?: string | null } | undefined} */ (known)?.title ?? record.title ?? null,
    working_since: known?.working_since ?? null,
    rest,
    // A meeting that ended during a break has nothing to go back to.
    over: over && over.rest_id === told && !rest && known?.phase !== 'not_started' ? over : null,
    next_rest_at: known?.next_rest_at ?? null,
    schedule: known?.schedule ?? null,
    suggested_minutes: extra?.suggestedMinutes ?? null,
    offset: Math.round((following?.offset ?? 0) / 10) * 10,
    said: said && said.rest_id === about ? said.status : null,
    asked: asked !== undefined && asked === stretchOf(known),
    members: known?.members ?? null,
    roster: extra?.roster ?? null,
    all_back: extra?.allBack ?? false,
    requests: extra?.requests ?? null,
    announcement: extra?.announcement ?? null,
    undo_until: following?.around.undo.until ?? 0,
    view: { ...view, cup: settings.cup },
  };
}

/** The service's default messages, which mean that nobody wrote one. */
const DEFAULT_TEXTS = ['休憩時間です', 'Time for a break'];

/**
 * Marks a default message as such, so that a view shows it in its own language.
 * @param {import('../messages.js').Rest} rest @returns {import('../messages.js').Rest}
 */
export const withCode = (rest) => ({
  ...rest,
  message_code: DEFAULT_TEXTS.includes(rest.message) ? 'default' : 'custom',
});

/**
 * The key of the period in which a user may ask once: a break and its end, or a stretch of work.
 * @param {import('../client/kyukei-client.js').Known | undefined} known
 */
export const stretchOf = (known) =>
  known?.rest ? `${known.rest.rest_id} ${known.rest.ends_at}` : (known?.working_since ?? undefined);

/** @param {import('./following.js').Following | undefined} following @returns {State['connection']} */
function connectionOf(following) {
  if (!following) return 'none';
  if (following.isRefused || (following.leads && following.asMember)) return 'refused';
  if (following.isOnline) return 'online';
  return following.known ? 'reconnecting' : 'connecting';
}
