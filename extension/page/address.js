/** Reports the page's address at first and whenever a single-page application changes it. */

const LOOK_MS = 2000;

/** @param {(href: string) => void} tell */
function watchAddress(tell) {
  let last = location.href;
  const look = () => {
    if (location.href === last) return;
    last = location.href;
    tell(last);
  };
  // Firefox supports the Navigation API since version 147.
  if ('navigation' in window) window.navigation.addEventListener('currententrychange', look);
  else setInterval(look, LOOK_MS);
}
