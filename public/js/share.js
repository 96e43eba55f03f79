/** The link and the QR code for members. */
import { showUnreachable } from './attempt.js';
import { copyText } from './clipboard.js';
import { byId, control, element, input } from './dom.js';
import { isOnlooker, kindOfCredentials, memberToken } from './credentials.js';
import { say, timeOfDay } from './i18n.js';
import { isThere, lazily } from './lazy.js';
import { onChange, whenHeard } from './live.js';
import { isLocal, lanUrls, meetingId, publicService, service } from './place.js';

const RETRY_MS = 3_000;

/**
 * The token in the link. `null` = the link needs none; `false` = this page cannot make the link; `undefined` =
 * not known yet.
 * @type {Awaited<ReturnType<typeof memberToken>>}
 */
let invitation;
let turn = 0;

export function showShare() {
  const field = input('member-link');
  field.addEventListener('focus', () => field.select());
  byId('copy').addEventListener('click', () => {
    // The focus selects the link, so that it can be copied by hand if the clipboard is not available.
    field.focus();
    copyText(field.value).then(
      () => say(byId('copied'), 'copied'),
      () => say(byId('copied'), 'copy_by_hand'),
    );
  });
  byId('new-link').addEventListener('click', () => void invite());
  const address = control('address', HTMLSelectElement);
  address.append(...lanUrls.map((url) => element('option', { value: url }, new URL(url).host)));
  address.addEventListener('change', show);
  byId('address-field').hidden = lanUrls.length < 2;
  /** @type {string | undefined} */
  let invitedBy;
  byId('handover').addEventListener('click', async () => {
    if (!(await isThere('./handover.js'))) return showUnreachable();
    const { showHandover } = await import('./handover.js');
    await showHandover(base());
  });
  onChange((known) => {
    const { phase, refused } = known;
    byId('handover').hidden = refused === true || phase === 'not_started' || isOnlooker(known);
    // The page may make tokens only after it started the meeting, or with a key.
    const right = `${kindOfCredentials()} ${refused} ${phase === 'not_started'}`;
    // Whether members need a token is a setting of the service.
    if (right === invitedBy || invitation === null) return;
    invitedBy = right;
    invitation = undefined;
    show();
    void invite();
  });
  addEventListener('languagechange', show);
  whenHeard(() => {
    isHeard = true;
    show();
  });
}

/** Asks for a token until the service decides. An earlier link stays until then. */
async function invite() {
  const mine = ++turn;
  for (;;) {
    const made = await memberToken();
    if (mine !== turn) return;
    if (made !== undefined) {
      invitation = made;
      return show();
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** The URL under which other devices reach the service. */
const base = () => (lanUrls.length > 0 ? `${control('address', HTMLSelectElement).value}/` : publicService);

function show() {
  // A link without its token would lead members to a refusal.
  const isMissing = invitation === undefined || invitation === false;
  byId('invitation').hidden = isMissing;
  if (isMissing) return say(byId('link-note'), invitation === false ? 'link_needs_right' : 'connecting');
  const way = `${meetingId}${invitation ? `#token=${invitation.token}` : ''}`;
  const link = `${base()}m/${way}`;
  input('member-link').value = link;
  byId('to-member').setAttribute('href', `${service}m/${way}`);
  // Opens the wall at the link's address, because the wall makes its QR code from its own address.
  byId('to-wall').setAttribute('href', `${base()}wall/${way}`);
  void showQr(link);
  byId('new-link').hidden = !invitation;
  say(byId('copied'), '');
  const until = invitation && timeOfDay(invitation.expires_at, { month: 'short', day: 'numeric' });
  say(byId('link-until'), until ? 'link_until' : '', until ? { time: until } : {});
  // A phone that opens a loopback address looks for the service on itself.
  const isOnlyHere = isLocal(base());
  say(byId('link-note'), isOnlyHere ? 'link_only_here' : base().startsWith('http:') ? 'link_http' : '');
}

let isHeard = false;

/**
 * Draws the QR code. The encoder is a tenth of the page's code, so it is loaded after the page shows its
 * meeting.
 * @param {string} link
 */
async function showQr(link) {
  if (!isHeard) return;
  const { drawQr } = await lazily('./qr-drawing.js', () => import('./qr-drawing.js'));
  // The link may have changed meanwhile.
  if (link === input('member-link').value) byId('qr').replaceChildren(...drawQr(link, 'qr'));
}
