import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type * as MeetingCode from '../../sdk/javascript/meeting-code.js';

const { meetingFromAddress, meetingFromText } = (await import(
  new URL('../../sdk/javascript/meeting-code.js', import.meta.url).href
)) as typeof MeetingCode;

const digest = (name: string) => `x-${createHash('sha256').update(name).digest('base64url').slice(0, 32)}`;

const THREAD = 'meeting_NjYxZmI2ZDYtYzY0Yi00ZjNjLWE1ZmUtOWQ2MzU4ZTk0YjE1';
const LONG_THREAD = `meeting_${'Zm9v'.repeat(15)}`;
const CHANNEL = '19:6f5a1c0b2d3e4f5061728394a5b6c7d8@thread.tacv2';
const ANNOUNCED = '1700000000000';
const MTID = 'm0123456789abcdef0123456789abcdef';
const encoded = encodeURIComponent;

const MEETINGS: [address: string, meeting: string][] = [
  // Google Meet
  ['https://meet.google.com/abc-defg-hij', 'abc-defg-hij'],
  ['https://meet.google.com/abc-defg-hij/', 'abc-defg-hij'],
  ['https://meet.google.com/abc-defg-hij?authuser=1&pli=1', 'abc-defg-hij'],
  ['https://meet.google.com/ABC-DEFG-HIJ', 'abc-defg-hij'],
  ['https://meet.google.com/abcdefghij', 'abc-defg-hij'],
  ['https://meet.google.com/u/1/abc-defg-hij', 'abc-defg-hij'],
  ['https://meet.google.com/_meet/abc-defg-hij', 'abc-defg-hij'],
  ['https://meet.google.com/lookup/abc-defg-hij', 'abc-defg-hij'],
  ['https://meet.google.com/lookup/Leadership', 'leadership'],
  ['https://g.co/meet/Leadership', 'leadership'],
  ['https://tel.meet/abc-defg-hij?pin=1234567890', 'abc-defg-hij'],
  ['https://meet.google.com:8444/abc-defg-hij', 'abc-defg-hij'],
  // Zoom
  ['https://zoom.us/j/81234567890', '81234567890'],
  ['https://us02web.zoom.us/j/81234567890?pwd=Zm9v#success', '81234567890'],
  ['https://zoom.com/j/81234567890', '81234567890'],
  ['https://acme.zoom.com/j/81234567890', '81234567890'],
  ['https://acme.zoom.us/s/81234567890', '81234567890'],
  ['https://us06web.zoom.us/w/81234567890?tk=abc', '81234567890'],
  ['https://app.zoom.us/wc/81234567890/start', '81234567890'],
  ['https://app.zoom.us/wc/81234567890/join?fromPWA=1', '81234567890'],
  ['https://app.zoom.us/wc/join/81234567890', '81234567890'],
  ['https://pwa.zoom.us/wc/81234567890', '81234567890'],
  ['https://agency.zoomgov.com/j/1612345678', '1612345678'],
  ['https://acme.zoom.com.cn/j/81234567890', '81234567890'],
  ['https://zoom.us/my/taro.yamada', 'taro-yamada'],
  ['https://zoom.us/my/Taro.Yamada?pwd=x', 'taro-yamada'],
  ['https://app.zoom.us/wc/my/taro.yamada', 'taro-yamada'],
  ['zoommtg://zoom.us/join?action=join&confno=81234567890&pwd=x', '81234567890'],
  // Teams
  ['https://teams.microsoft.com/meet/2345678901234?p=AbCdEf', '2345678901234'],
  ['https://teams.live.com/meet/9312345678901?p=abc', '9312345678901'],
  ['https://teams.cloud.microsoft/meet/2345678901234?p=AbCdEf', '2345678901234'],
  ['https://teams.microsoft.com/v2/meet/2345678901234', '2345678901234'],
  [
    `https://teams.microsoft.com/l/meetup-join/19%3ameeting_NjYxZmI2%40thread.v2/0?context=%7b%7d`,
    'meeting_NjYxZmI2',
  ],
  [`https://teams.microsoft.com/l/meetup-join/19:${THREAD}@thread.v2/0`, THREAD],
  [`https://teams.microsoft.com/l/meetup-join/19%3A${THREAD}%40thread.v2/0?context=%7B%7D`, THREAD],
  [`https://teams.cloud.microsoft/l/meetup-join/19%3A${THREAD}%40thread.v2/0`, THREAD],
  [`https://gov.teams.microsoft.us/l/meetup-join/19%3A${THREAD}%40thread.v2/0`, THREAD],
  [`https://dod.teams.microsoft.us/l/meetup-join/19%3A${THREAD}%40thread.v2/0`, THREAD],
  [`https://teams.microsoft.com/_#/l/meetup-join/19:${THREAD}@thread.v2/0?context=x`, THREAD],
  [`https://teams.microsoft.com/_#/pre-join-calling/19:${THREAD}@thread.v2`, THREAD],
  [`https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19:${THREAD}@thread.v2/0`, THREAD],
  [
    `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encoded(`/_#/l/meetup-join/19:${THREAD}@thread.v2/0?x=1`)}&type=meetup-join`,
    THREAD,
  ],
  [
    `https://teams.live.com/dl/launcher/launcher.html?url=${encoded('/_#/meet/9312345678901?p=abc')}&type=meet`,
    '9312345678901',
  ],
  [`msteams:/l/meetup-join/19:${THREAD}@thread.v2/0`, THREAD],
  ['https://teams.microsoft.com/l/meetup-join/19%3Ameeting_Zm9v%3D%40thread.v2/0', digest('meeting_Zm9v=')],
  [`https://teams.microsoft.com/l/meetup-join/19:${LONG_THREAD}@thread.v2/0`, digest(LONG_THREAD)],
  [
    `https://teams.microsoft.com/l/meetup-join/${encoded(CHANNEL)}/${ANNOUNCED}?context=x`,
    digest(`${CHANNEL}/${ANNOUNCED}`),
  ],
  // Jitsi
  ['https://meet.jit.si/DailyStandup', 'jitsi-dailystandup'],
  ['https://meet.jit.si/dailystandup#config.prejoinPageEnabled=false', 'jitsi-dailystandup'],
  ['https://meet.jit.si/acme/Daily', 'jitsi-acme_daily'],
  ['https://meet.jit.si/%E9%80%B1%E6%AC%A1', digest('jitsi-週次')],
  ['https://8x8.vc/acme/daily', 'jitsi-acme_daily'],
  // Webex
  ['https://acme.webex.com/meet/Jane.Doe', 'webex-acme_jane-doe'],
  ['https://acme.webex.com/join/jane.doe', 'webex-acme_jane-doe'],
  [`https://acme.webex.com/acme/j.php?MTID=${MTID}`, `webex-${MTID}`],
  [`https://acme.webex.com/acme-en/j.php?MTID=${MTID.toUpperCase()}`, `webex-${MTID}`],
  // Whereby
  ['https://whereby.com/tea-room', 'whereby-tea-room'],
  ['https://acme.whereby.com/Tea-Room?embed', 'whereby-acme_tea-room'],
  ['https://acme.whereby.com/support', 'whereby-acme_support'],
  // Pages of this service
  ['https://kyukei.example/m/abc-defg-hij', 'abc-defg-hij'],
  ['https://kyukei.example/console/Team_A', 'Team_A'],
  ['https://kyukei.example/console/Team_A/', 'Team_A'],
  ['https://kyukei.example/wall/Team_A', 'Team_A'],
  ['http://192.168.1.7:8000/kyukei/m/x?lang=ja', 'x'],
];

const NO_MEETINGS = [
  'https://teams.microsoft.com/dl/launcher/launcher.html?url=http%3A%2F%2F%5B',
  'https://meet.google.com/',
  'https://meet.google.com/landing',
  'https://meet.google.com/landing?authuser=0',
  'https://meet.google.com/new',
  'https://meet.google.com/u/1/landing',
  'https://meet.google.com/whoops/abc',
  'https://zoom.us/',
  'https://app.zoom.us/wc/home',
  'https://us02web.zoom.us/u/kdfx81234567890',
  'https://zoom.us/meeting/register/tZ0vce6tqj8u',
  'https://zoom.us/webinar/register/WN_abc',
  'https://zoom.us/join',
  'https://teams.live.com/v2/',
  'https://teams.microsoft.com/l/meeting/new',
  'https://teams.microsoft.com/l/message/19:6f5a@thread.tacv2/1700000000000',
  'https://teams.microsoft.com/v2/#/calendarv2',
  'https://meet.jit.si/',
  'https://meet.jit.si/static/close3.html',
  'https://8x8.vc/acme',
  'https://acme.webex.com/webappng/sites/acme/dashboard',
  'https://web.webex.com/',
  'https://whereby.com/information/tos',
  'https://whereby.com/login',
  'https://kyukei.example/m/Team.A',
];

const STRANGERS = [
  'https://evilzoom.us/j/81234567890',
  'https://zoom.us.evil.example/j/81234567890',
  'https://meet.google.com.evil.example/abc-defg-hij',
  'https://example.com/abc-defg-hij',
  'about:blank',
  'not an address',
];

describe("a meeting's address", () => {
  it.each(MEETINGS)('%s is a meeting of %s', (address, meeting) => {
    const web = meetingFromAddress(address);
    // A tab never has a URL with the scheme of a desktop program.
    if (address.startsWith('http')) expect(web?.meeting).toBe(meeting);
    expect(meetingFromText(address).meeting).toBe(meeting);
  });

  it.each(NO_MEETINGS)('%s names no meeting', (address) => {
    expect(meetingFromAddress(address)).toMatchObject({ meeting: undefined, product: expect.any(String) });
    expect(meetingFromText(address).meeting).toBeUndefined();
  });

  it.each(STRANGERS)('%s belongs to no known product', (address) => {
    expect(meetingFromAddress(address)).toBeUndefined();
  });

  it("gives the server, and the member's token or the code for another device, if it is our own", () => {
    expect(meetingFromAddress('https://example.com:8443/kyukei/m/Team_A#token=abc.def')).toEqual({
      meeting: 'Team_A',
      product: 'kyukei',
      server: 'https://example.com:8443/kyukei',
      token: 'abc.def',
    });
    expect(meetingFromAddress('https://example.com/console/Team_A#code=abc')).toEqual({
      meeting: 'Team_A',
      product: 'kyukei',
      server: 'https://example.com',
      code: 'abc',
    });
  });
});

describe('a pasted text', () => {
  it.each([
    ['Join: https://meet.google.com/abc-defg-hij', 'abc-defg-hij'],
    ['会議はこちら「https://meet.google.com/abc-defg-hij」です。', 'abc-defg-hij'],
    ['<https://meet.google.com/abc-defg-hij>', 'abc-defg-hij'],
    ['(see meet.google.com/abc-defg-hij).', 'abc-defg-hij'],
    ['ｈｔｔｐｓ：／／ｍｅｅｔ．ｇｏｏｇｌｅ．ｃｏｍ／ａｂｃ－ｄｅｆｇ－ｈｉｊ', 'abc-defg-hij'],
    [
      'Dial: https://us02web.zoom.us/u/kdfx\nJoin Zoom Meeting\nhttps://us02web.zoom.us/j/81234567890?pwd=x\n',
      '81234567890',
    ],
    [
      `https://nam02.safelinks.protection.outlook.com/?url=${encoded('https://zoom.us/j/81234567890?pwd=x')}&data=05`,
      '81234567890',
    ],
    ['https://www.google.com/url?q=https://meet.google.com/abc-defg-hij&sa=D', 'abc-defg-hij'],
    ['https://urldefense.com/v3/__https://zoom.us/j/81234567890__;!!x', '81234567890'],
    ['https://app.slack.com/huddle/T0123/C0456', digest('app.slack.com/huddle/T0123/C0456?')],
    [
      'https://App.Slack.com/huddle/T0123/C0456/?utm_source=mail',
      digest('app.slack.com/huddle/T0123/C0456?'),
    ],
    ['https://rooms.example/?b=2&a=1', digest('rooms.example?a=1&b=2')],
  ])('%j gives its meeting', (text, meeting) => {
    expect(meetingFromText(text).meeting).toBe(meeting);
  });

  it.each(['', '   ', '\u200b', 'https://%%%/x', 'https://example.com/', 'meet.google.com', 'zoom.us'])(
    '%j names no meeting',
    (text) => expect(meetingFromText(text).meeting).toBeUndefined(),
  );

  it('takes no longer than its length, whatever is in it', () => {
    const begunAt = performance.now();
    meetingFromText(`https://example.com/${')'.repeat(100_000)}x`);
    expect(performance.now() - begunAt).toBeLessThan(10_000);
  });
});

describe('typed words', () => {
  it.each([
    [
      'abc-defg-hij',
      [
        'ABC-DEFG-HIJ',
        ' abc-defg-hij ',
        'abc defg hij',
        'ａｂｃーｄｅｆｇーｈｉｊ',
        'abc‐defg‐hij',
        'a\u200bbc-defg-hij',
      ],
    ],
    ['81234567890', ['812 3456 7890', '812-3456-7890', '８１２　３４５６　７８９０']],
    ['weeklyplanning', ['Weekly planning', 'weekly  Planning', 'ＷＥＥＫＬＹ planning']],
    ['standup', ['Standup', 'standup']],
    ['a-b', ['a-b', 'A–B', 'a−b']],
    [digest('週次定例'), ['週次定例', '週次 定例', '週次　定例']],
    [digest('ミーティング'), ['ミーティング', 'ﾐｰﾃｨﾝｸﾞ']],
    [digest('café'), ['Café', 'Cafe\u0301']],
    [digest('team.a'), ['Team.A', 'team.a']],
    [digest('standup!'), ['standup!', 'STANDUP！']],
    [digest('#1'), ['#1', '＃１']],
    [digest('営業/定例'), ['営業/定例', '営業／定例']],
    [digest('совещание'), ['Совещание', 'СОВЕЩАНИЕ']],
    [digest('☕'), ['☕', '☕\ufe0f']],
    [digest('a'.repeat(65)), ['a'.repeat(65), 'A'.repeat(65)]],
  ])('give %s in every spelling', (meeting, texts) => {
    expect(texts.map((text) => meetingFromText(text).meeting)).toEqual(texts.map(() => meeting));
  });

  it('are words even if they look like a path', () => {
    expect(meetingFromText('not/a/meeting').meeting).toBe(digest('not/a/meeting'));
    expect(meetingFromText('会議').meeting).toBe(digest('会議'));
  });

  it('become the title if the id does not show them', () => {
    expect(meetingFromText(' 週次 定例 ')).toEqual({ meeting: digest('週次定例'), title: '週次 定例' });
    expect(meetingFromText('Standup')).toEqual({ meeting: 'standup' });
  });

  it('may be the id of any of the meetings above', () => {
    const ids = MEETINGS.map(([, meeting]) => meeting).filter((id) => id !== 'Team_A');
    expect(ids.map((id) => meetingFromText(id).meeting)).toEqual(ids);
  });
});
