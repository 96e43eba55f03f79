/** Who is back and who is not, for leaders, during a break and just after it. */

/** More names would push the buttons out of a small window. */
const NAMES = 12;

/** @returns {Part} */
function newPeople() {
  const [connected, summary, list] = [make('p'), make('summary'), make('ul')];
  const missed = make('details', {}, summary, list);
  const element = make('div', { class: 'part people' }, connected, missed);
  let drawn = '';
  return {
    element,
    draw({ role, members, roster, all_back }, view) {
      element.hidden = role !== 'leader' || !members;
      if (!members) return;
      const { missing, unnamed, silent } = missingOf(members, roster ?? []);
      const n = missing.length + unnamed + silent;
      const isAsked = isBreak(view) || view.phase === 'over';
      missed.hidden = !isAsked || n === 0;
      const isComplete = isAsked && (all_back || n === 0) && members.back > 0;
      if (isComplete) say(connected, 'all_back');
      else say(connected, members.connected ? 'people_connected' : 'people_none', { n: members.connected });
      connected.hidden = isAsked && !members.connected && !isComplete;
      say(summary, 'people_missing', { n });
      const lines = missing.slice(0, NAMES).map(({ name, status }) => [name ?? '', t(`status_${status}`)]);
      if (missing.length > NAMES) lines.push([t('people_more', { n: missing.length - NAMES }), '']);
      if (unnamed) lines.push([t('people_unnamed', { n: unnamed }), '']);
      if (silent) lines.push([t('people_silent', { n: silent }), '']);
      // Rebuilt only after a change, because a screen reader loses its place in a rebuilt list.
      if (JSON.stringify(lines) === drawn) return;
      drawn = JSON.stringify(lines);
      list.replaceChildren(
        ...lines.map(([name = '', status = '']) =>
          make('li', {}, make('bdi', {}, name), make('span', {}, status)),
        ),
      );
    },
  };
}

/**
 * Members who are away come first, because a leader wants to fetch them.
 * @param {NonNullable<State['members']>} members
 * @param {NonNullable<State['roster']>} roster
 */
function missingOf(members, roster) {
  const missing = /** @type {{ name: string | null, status: 'away' | 'seen' }[]} */ (
    roster.filter(({ name, status }) => name && status !== 'back')
  ).sort((a, b) => a.status.localeCompare(b.status));
  return {
    missing,
    unnamed: Math.max(0, members.seen + members.away - missing.length),
    /** Members who are connected but have not answered. */
    silent: Math.max(0, members.connected - members.seen - members.away - members.back),
  };
}
