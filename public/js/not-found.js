/** The page at an address that nothing is served at. */
import './appearance.js';
import { byId } from './dom.js';
import { showHeader } from './header.js';
import { translate } from './i18n.js';

showHeader();
// There is no meeting whose connection it could show.
byId('light').hidden = true;
translate();
