/** Moves the overlay, by dragging or by the arrow keys on its grip, within the window. */

/** @typedef {import('../messages.js').Place} Place */

/** The distance from the window's edges, in CSS pixels. */
const MARGIN = 8;
/** A press that moves less than this many pixels is a click. */
const CLICK_PIXELS = 4;
/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-16, 0], ArrowRight: [16, 0], ArrowUp: [0, -16], ArrowDown: [0, 16] };

/**
 * The card is in the upper middle, the small forms at the right edge, where meeting pages have no buttons.
 */
const DEFAULT_PLACES = { card: { x: 0.5, y: 0.2 }, pill: { x: 1, y: 0.4 } };

/** @param {HTMLElement} host @param {Place} place shares of the free space */
function placeHost(host, { x, y }) {
  const along = (/** @type {number} */ share) => `calc(${MARGIN}px + ${share} * (100% - ${2 * MARGIN}px))`;
  setStyle(host, { left: along(x), top: along(y), translate: `${-100 * x}% ${-100 * y}%` });
}

/**
 * @param {HTMLElement} host
 * @param {HTMLElement[]} grips
 * @param {() => Place} place where it is now
 * @param {(place: Place, isDone: boolean) => void} moveTo
 */
function newMover(host, grips, place, moveTo) {
  /** @param {Place} from @param {number} dx @param {number} dy @param {boolean} isDone */
  function move(from, dx, dy, isDone) {
    const { width, height } = host.getBoundingClientRect();
    const x = from.x + share(dx, document.documentElement.clientWidth - width);
    const y = from.y + share(dy, window.innerHeight - height);
    moveTo({ x: within(x), y: within(y) }, isDone);
  }
  for (const grip of grips) watchDrags(grip, place, move, (from) => moveTo(from, true));
  return {
    /** @param {KeyboardEvent} event @param {Element | null} focused */
    press(event, focused) {
      const arrow = ARROWS[event.key];
      if (!arrow || !grips.some((grip) => grip === focused)) return;
      event.preventDefault();
      move(place(), ...arrow, true);
    },
  };
}

/**
 * @param {HTMLElement} grip
 * @param {() => Place} place
 * @param {(from: Place, dx: number, dy: number, isDone: boolean) => void} move
 * @param {(place: Place) => void} drop
 */
function watchDrags(grip, place, move, drop) {
  /** @type {{ from: Place, x: number, y: number } | undefined} */
  let drag;
  let hasMoved = false;
  grip.addEventListener('pointerdown', ({ isTrusted, button, clientX: x, clientY: y, pointerId }) => {
    if (!isTrusted || button !== 0) return;
    drag = { from: place(), x, y };
    hasMoved = false;
    grip.setPointerCapture(pointerId);
  });
  grip.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (!drag) return;
    const [dx, dy] = [clientX - drag.x, clientY - drag.y];
    hasMoved ||= Math.hypot(dx, dy) > CLICK_PIXELS;
    if (hasMoved) move(drag.from, dx, dy, false);
  });
  const end = () => {
    if (drag && hasMoved) drop(place());
    drag = undefined;
  };
  grip.addEventListener('pointerup', end);
  grip.addEventListener('pointercancel', end);
  // Stops the click that ends a drag. Clicks of the keyboard have `detail` 0.
  grip.addEventListener(
    'click',
    (event) => hasMoved && event.detail > 0 && event.stopImmediatePropagation(),
    true,
  );
}

/** @param {number} pixels @param {number} size of the overlay's free space, margins included */
const share = (pixels, size) => (size > 2 * MARGIN ? pixels / (size - 2 * MARGIN) : 0);

/** @param {number} value */
const within = (value) => Math.min(1, Math.max(0, value));
