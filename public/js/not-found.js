/** The page at an unknown address. */
import './appearance.js';
import { byId } from './dom.js';
import { showHeader } from './header.js';
import { translate } from './i18n.js';

showHeader();
// The page has no meeting, and therefore no connection to show.
byId('light').hidden = true;
translate();
