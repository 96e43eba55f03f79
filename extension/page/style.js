/**
 * The style of the overlay and the popup, as text. A page's Content-Security-Policy blocks our style sheets,
 * but not a `style` element that is filled by DOM calls. Sizes are in `em` of the user's font size, because
 * `rem` is the page's.
 */
const STYLE = `
.overlay, :root {
  --paper: light-dark(#f4f2e9, #141611);
  --ink: light-dark(#23271f, #eceade);
  --soft: light-dark(#595e51, #a9ad9c);
  --line: light-dark(#d8d5c6, #33382d);
  --edge: light-dark(#85887a, #777d6b);
  --tea: light-dark(#dbe4c3, #26321b);
  --deep-tea: light-dark(#6d8f45, #7d9a55);
  --accent: light-dark(#44622a, #b8d18b);
  --on-accent: light-dark(#fbfaf4, #18200f);
  --alert: light-dark(#96331f, #f2a08c);
}
@media (prefers-contrast: more) {
  .overlay, :root {
    --paper: light-dark(#fff, #000);
    --ink: light-dark(#000, #fff);
    --soft: light-dark(#1c1c1c, #ececec);
    --line: light-dark(#000, #fff);
    --edge: light-dark(#000, #fff);
    --tea: light-dark(#e6f0cf, #1b2a0c);
    --accent: light-dark(#1f3d00, #d4f59a);
    --on-accent: light-dark(#fff, #000);
    --alert: light-dark(#7a0c00, #ffc4b8);
  }
}
@media (forced-colors: active) {
  .overlay, :root {
    --paper: Canvas;
    --ink: CanvasText;
    --soft: CanvasText;
    --line: CanvasText;
    --edge: CanvasText;
    --tea: Canvas;
    --deep-tea: CanvasText;
    --accent: CanvasText;
    --on-accent: Canvas;
    --alert: CanvasText;
  }
}
*, ::before, ::after {
  box-sizing: border-box;
  margin: 0;
}
[hidden] {
  display: none !important;
}
.overlay, :root {
  color-scheme: light dark;
}
.overlay {
  color: var(--ink);
  font: medium / 1.5 system-ui, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans JP', sans-serif;
  overflow-wrap: anywhere;
  text-align: start;
}
.card {
  display: flex;
  flex-direction: column;
  width: min(22em, 100vw - 16px);
  max-height: calc(100dvh - 16px);
  overflow: auto;
  overscroll-behavior: contain;
  border: 1px solid var(--edge);
  border-radius: 12px;
  background: var(--paper);
  box-shadow: 0 8px 32px rgb(0 0 0 / 0.25);
}
.bar {
  display: flex;
  flex: none;
  align-items: stretch;
  border-bottom: 1px solid var(--line);
}
.bar button {
  min-width: 44px;
  border: 0;
  border-radius: 11px;
  background: transparent;
  color: var(--soft);
}
.bar button:hover {
  background: var(--tea);
}
.bar .grip {
  display: flex;
  flex: 1;
  gap: 8px;
  align-items: center;
  min-width: 0;
  padding-inline: 16px;
  cursor: move;
  touch-action: none;
  user-select: none;
}
.grip::before {
  content: '';
  flex: none;
  width: 12px;
  height: 12px;
  background: radial-gradient(circle, currentColor 1.5px, transparent 2px) 0 0 / 6px 6px;
}
.grip > span:last-child {
  overflow: hidden;
  font-size: 0.875em;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.bar svg {
  display: block;
  width: 16px;
  margin: auto;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
}
.stage {
  position: relative;
  isolation: isolate;
  display: grid;
  gap: 4px;
  justify-items: center;
  flex: none;
  overflow: hidden;
  padding: 20px 16px;
  text-align: center;
}
.tea {
  position: absolute;
  inset: 0;
  z-index: -1;
  background: var(--tea);
  transform: translateY(calc((1 - var(--level, 0)) * 100%));
}
.label {
  font-size: 1.125em;
  font-weight: 600;
  line-height: 1.3;
}
.clock svg {
  display: block;
  height: 6em;
  max-width: 100%;
  margin-block: 8px;
}
.message {
  max-height: 5.4em;
  overflow: auto;
  font-size: 1.25em;
  line-height: 1.35;
  text-wrap: balance;
  white-space: pre-line;
}
.message[data-long] {
  max-height: 8.1em;
  font-size: 1em;
}
.note {
  font-variant-numeric: tabular-nums;
}
.message:empty, .note:empty, .label:empty, .problem:empty {
  display: none;
}
.part {
  display: grid;
  gap: 8px;
  padding: 12px 16px;
  border-top: 1px solid var(--line);
}
.row {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
}
.row > button {
  flex: 1 0 auto;
  padding-inline: 8px;
}
.call, .field, .suggestion {
  display: grid;
  gap: 8px;
}
.asking {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 12px;
  align-items: center;
}
.field {
  gap: 2px;
}
button, input, select {
  min-height: 44px;
  padding: 4px 12px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  background: var(--paper);
  color: inherit;
  font: inherit;
}
input, select {
  width: 100%;
  min-width: 0;
}
input::placeholder {
  color: var(--soft);
  opacity: 1;
}
button {
  cursor: pointer;
}
button:hover {
  background: var(--tea);
}
button.main, button[aria-pressed='true'] {
  border-color: var(--accent);
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
}
button.main:hover {
  background: color-mix(in oklab, var(--accent), var(--ink) 18%);
}
button[aria-disabled='true'] {
  border-style: dashed;
  background: transparent;
  color: var(--soft);
  cursor: default;
}
:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: -3px;
}
button.main:focus-visible, button[aria-pressed='true']:focus-visible {
  outline-color: var(--on-accent);
  outline-offset: -5px;
}
label, .soft {
  color: var(--soft);
  font-size: 0.875em;
}
.problem {
  padding: 8px 16px;
  border-top: 1px solid var(--line);
  color: var(--alert);
}
.light {
  display: flex;
  gap: 8px;
  align-items: center;
  padding: 8px 16px;
  border-top: 1px solid var(--line);
  color: var(--soft);
  font-size: 0.875em;
}
.light::before {
  content: '';
  flex: none;
  width: 10px;
  height: 10px;
  border: 2px solid var(--edge);
  border-radius: 50%;
}
.light[data-state='online']::before {
  border-color: var(--accent);
  background: var(--accent);
}
.light[data-state='refused'] {
  color: var(--alert);
}
.requests[data-reached] {
  font-weight: 600;
}
.people ul {
  display: grid;
  padding: 0;
  list-style: none;
}
.people li {
  display: flex;
  gap: 16px;
  justify-content: space-between;
}
.people li span {
  flex: none;
  color: var(--soft);
}
summary {
  min-height: 44px;
  align-content: center;
  font-weight: 600;
  cursor: pointer;
}
.words {
  max-height: 8.1em;
  overflow: auto;
  white-space: pre-line;
}
.card[data-note] > :not(.bar, .announcement) {
  display: none;
}
.inline {
  display: flex;
  gap: 8px;
}
.inline > button {
  flex: none;
}
details.part {
  display: block;
  padding-block: 4px;
}
details.part[open] {
  padding-bottom: 12px;
}
details .row, details .field {
  margin-top: 8px;
}
.pill, .cup {
  display: flex;
  gap: 8px;
  align-items: center;
  justify-content: center;
  min-width: 44px;
  padding: 4px;
  border-radius: 24px;
  background: var(--paper);
  box-shadow: 0 2px 12px rgb(0 0 0 / 0.25);
  touch-action: none;
  user-select: none;
}
.cup {
  position: relative;
}
.pill {
  padding-inline: 12px;
}
.pill strong {
  font-variant-numeric: tabular-nums;
}
#small > :empty:not(.tea-cup) {
  display: none;
}
.tea-cup {
  flex: none;
  width: 24px;
  height: 24px;
  border: 2px solid var(--accent);
  border-radius: 50%;
  background: linear-gradient(to top, var(--deep-tea) calc(var(--level, 0) * 100%), transparent 0);
}
.cup .count {
  position: absolute;
  inset: -4px -4px auto auto;
  display: grid;
  place-items: center;
  min-width: 20px;
  height: 20px;
  border-radius: 10px;
  background: var(--alert);
  color: var(--paper);
  font-size: 0.75em;
  line-height: 1;
}
.said {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
@media (forced-colors: active) {
  button.main, button[aria-pressed='true'], .tea-cup, .light::before, .grip::before {
    forced-color-adjust: none;
  }
}
@media (prefers-reduced-motion: no-preference) {
  .card, .pill, .cup {
    animation: appear 300ms ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(-8px);
    }
  }
}
/* Meeting pages have their buttons at the bottom. */
@media (min-height: 30em) {
  .card {
    max-height: calc(100dvh - 112px);
  }
}
@media (max-height: 26em) {
  .stage {
    padding-block: 8px;
  }
  .clock svg {
    height: 3em;
  }
}
`;

/**
 * A `style` element with this text. Firefox exempts it from the page's policy only if the text is set in this
 * way, because it then records that an extension did so.
 */
function newStyle() {
  const style = make('style');
  style.textContent = STYLE;
  return style;
}
