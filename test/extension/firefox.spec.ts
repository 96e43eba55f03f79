import { describe } from '@jest/globals';
import { Desk } from './desk.js';
import { survivesItsBackground } from './journeys/background.js';
import { followsMeetings } from './journeys/following.js';
import { sendsCommands } from './journeys/leading.js';
import { notifies } from './journeys/notifying.js';
import { standsAboveThePage } from './journeys/overlay.js';
import { isAllowedOnOtherSites, isManaged, isUpdated, needsOnlyALink, POLICY } from './journeys/rights.js';

describe('the extension in Firefox', () => {
  const desk = new Desk('firefox', { managed: POLICY });

  followsMeetings(desk);
  survivesItsBackground(desk);
  notifies(desk);
  sendsCommands(desk);
  standsAboveThePage(desk);
  isAllowedOnOtherSites(desk);
  needsOnlyALink(desk);
  isManaged(desk);
  isUpdated(desk);
});
