import { randomBytes } from 'node:crypto';
import { Link } from '../chaos/world/link.js';
import { call, type Answer } from '../support/api.js';
import type { Undo } from '../support/redis-server.js';
import { ExtensionBrowser, type Kind, type LaunchOptions } from './browsers.js';
import { meetingSite } from './meeting-site.js';

/** A service that is reached over a link, which passes, cuts or swallows; and a meeting site. */
export class World {
  private isCut = false;

  private constructor(
    private readonly undo: Undo,
    public service: { readonly url: string },
    readonly link: Link,
    readonly sitePort: number,
  ) {}

  static async start(undo: Undo, service: { readonly url: string }): Promise<World> {
    const sitePort = await meetingSite(undo);
    const port = () => Number(new URL(world.service.url).port);
    const link = await Link.open(undo, () => (world.isCut ? undefined : { port: port(), host: '127.0.0.1' }));
    const world = new World(undo, service, link, sitePort);
    return world;
  }

  /** The URL at which the extension reaches the service: that of the link. */
  get server(): string {
    return this.link.url;
  }

  /** A browser with the extension, set up as its user would. */
  async browser(
    kind: Kind,
    settings: object = {},
    options: Omit<LaunchOptions, 'sitePort'> = {},
  ): Promise<ExtensionBrowser> {
    const browser = await ExtensionBrowser.launch(this.undo, kind, { sitePort: this.sitePort, ...options });
    await browser.configure({ server: this.server, language: 'en', ...settings });
    return browser;
  }

  /** The leader's calls do not go over the link. */
  call(
    meeting: string,
    path: string,
    body: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return call('POST', `${this.service.url}/api/meetings/${meeting}${path}`, body, headers);
  }

  read(meeting: string): Promise<Answer> {
    return call('GET', `${this.service.url}/api/meetings/${meeting}`);
  }

  cut(): void {
    this.isCut = true;
    this.link.cutNow();
  }

  mend(): void {
    this.isCut = false;
  }

  /** Nothing arrives, and nothing is closed. */
  silence(): void {
    this.link.silence('up');
    this.link.silence('down');
  }

  heal(): void {
    this.link.heal('up');
    this.link.heal('down');
  }
}

const letters = (count: number) =>
  Array.from(randomBytes(count), (byte) => 'abcdefghijklmnopqrstuvwxyz'[byte % 26]).join('');

/** A code that no other test has. */
export const newCode = (): string => [3, 4, 3].map(letters).join('-');
