/**
 * The script of the offline page: opens the address again once the service answers. A page that loads itself
 * again and again would interrupt screen readers each time.
 */
const EVERY_MS = 5_000;

async function look() {
  const signal = AbortSignal.timeout(EVERY_MS);
  // An error of a proxy says that the service is still away.
  const { status } = await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal });
  if (status < 500) location.reload();
}

setInterval(() => void look().catch(() => 'still away'), EVERY_MS);
