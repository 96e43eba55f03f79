/**
 * The forms of the overlay: the card (only a part of it for an announcement), the pill of a minimised break,
 * and the cup between breaks.
 */

/**
 * @param {Send} send
 * @param {object} presses
 * @param {() => void} presses.shrink
 * @param {() => void} presses.grow
 */
function newOverlay(send, { shrink, grow }) {
  const commands = newCommands(send);
  const calls = newCalls(commands);
  const parts = [
    newStage(),
    newAnnouncement(),
    newRequests(commands),
    newAnswers(commands),
    calls,
    newMore(commands, calls.message),
    newPeople(),
  ];
  const [title, light] = [make('span'), make('p', { class: 'light' })];
  const grip = makeButton({ class: 'grip', id: 'grip' }, () => undefined);
  const gripName = make('span', { class: 'said' });
  grip.append(gripName, ' ', title);
  const close = makeButton({ id: 'shrink' }, shrink);
  const [minus, cross] = [newLine('M2 8h12'), newLine('M3 3l10 10M13 3L3 13')];
  close.append(minus, cross);
  const card = make('section', { class: 'card overlay' }, make('div', { class: 'bar' }, grip, close));
  const [stage, ...others] = parts.map(({ element }) => element);
  card.append(/** @type {Node} */ (stage), light, commands.element, ...others);

  const small = newSmall(grow);
  return {
    elements: [card, small.element],
    grips: [grip, small.element],
    /** @param {State} state @param {MeetingView} view @param {Form} form */
    draw(state, view, form) {
      const focused = focusIn(card);
      card.hidden = form !== 'card' && form !== 'note';
      card.toggleAttribute('data-note', form === 'note');
      small.element.hidden = form !== 'pill' && form !== 'cup';
      card.ariaLabel = t('region');
      write(gripName, t('move'));
      write(title, state.title || state.meeting || '');
      close.ariaLabel = t(isBreak(view) ? 'make_small' : 'close');
      minus.toggleAttribute('hidden', !isBreak(view));
      cross.toggleAttribute('hidden', isBreak(view));
      for (const part of parts) part.draw(state, view);
      commands.draw(state);
      small.draw(state, view, form);
      light.hidden = state.connection === 'online' && !state.degraded;
      light.dataset['state'] = state.connection;
      write(light, connectionText(state));
      // If the focused button disappears, its counterpart gets the focus.
      if (focused && !focused.checkVisibility()) (card.hidden ? small.element : close).focus();
    },
  };
}

/** @param {State} state */
function connectionText({ connection, degraded }) {
  if (degraded && connection === 'online') return t('degraded');
  // Nothing is followed, so this overlay belongs to a version that was replaced.
  return t(connection === 'none' ? 'old_version' : connection);
}

/** @param {() => void} grow */
function newSmall(grow) {
  const element = makeButton({ id: 'small' }, grow);
  const [cup, time, label] = [make('span', { class: 'tea-cup' }), make('strong'), make('span')];
  const [name, count] = [make('span', { class: 'said' }), make('span', { class: 'count' })];
  element.append(cup, time, label, name, count);
  return {
    element,
    /** @param {State} state @param {MeetingView} view @param {Form} form */
    draw(state, view, form) {
      element.className = `overlay ${form}`;
      cup.style.setProperty('--level', view.level.toFixed(3));
      const isCounting = view.phase === 'timed' || view.phase === 'open';
      write(time, isCounting ? asClock(view.seconds) : '');
      write(label, form === 'pill' ? stageLabel(state, view) : '');
      const asking = form === 'cup' && state.role === 'leader' ? (state.requests?.count ?? 0) : 0;
      count.hidden = asking === 0;
      write(count, asking ? String(asking) : '');
      const what = t(form === 'pill' ? 'make_large' : 'open_panel');
      write(name, asking ? `${what}. ${requestsText(state)}` : what);
    },
  };
}

/** @param {HTMLElement} within */
function focusIn(within) {
  const root = within.getRootNode();
  return root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
}

/** An outline icon with a view box of 16 units. @param {string} path */
function newLine(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
