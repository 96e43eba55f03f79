import { describe } from '@jest/globals';
import { Desk } from './desk.js';
import { survivesItsBackground } from './journeys/background.js';
import { followsMeetings } from './journeys/following.js';
import { sendsCommands } from './journeys/leading.js';
import { notifies } from './journeys/notifying.js';
import { standsAboveThePage } from './journeys/overlay.js';
import {
  chimes,
  isAllowedOnOtherSites,
  isManaged,
  isUpdated,
  needsOnlyALink,
  POLICY,
  TEAMS_ORIGINS,
} from './journeys/rights.js';

describe('the extension in Chromium', () => {
  const desk = new Desk('chromium', {
    managed: POLICY,
    manifest: (it) => it.host_permissions.push(...TEAMS_ORIGINS),
  });

  followsMeetings(desk);
  survivesItsBackground(desk);
  notifies(desk);
  chimes(desk);
  sendsCommands(desk);
  standsAboveThePage(desk);
  isAllowedOnOtherSites(desk);
  needsOnlyALink(desk);
  isManaged(desk);
  isUpdated(desk);
});
