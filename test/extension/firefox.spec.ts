import { describe } from '@jest/globals';
import { newDesk } from './desk.js';
import { survivesItsBackground } from './journeys/background.js';
import { followsMeetings } from './journeys/following.js';
import { sendsCommands } from './journeys/leading.js';
import { standsAboveThePage } from './journeys/overlay.js';
import { isAllowedOnOtherSites, isManaged, isUpdated, needsOnlyALink } from './journeys/rights.js';

describe('the extension in Firefox', () => {
  const desk = newDesk('firefox');

  followsMeetings(desk);
  sendsCommands(desk);
  standsAboveThePage(desk);
  isAllowedOnOtherSites(desk);
  needsOnlyALink(desk);
  isUpdated(desk);
});

/** Firefox has no way to kill a background, so it is suspended when it was idle for a moment. */
describe('the extension in Firefox, suspended after a second, with the settings of an administrator', () => {
  const desk = newDesk('firefox', {}, ({ server }) => ({
    idleMs: 1_000,
    managed: { server, language: 'ja' },
  }));

  survivesItsBackground(desk);
  isManaged(desk);
});
