import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { MEETING_ID } from '../domain/meeting-id.js';
import { LanAddresses } from './lan-addresses.js';
import { PublicFiles } from './public-files.js';
import { sendFile, type Keeping } from '../files/send-file.js';

const CORS_HEADERS = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Expose-Headers',
];

/** The worker asks the service for pages. */
const WORKER_POLICY = "default-src 'none'; connect-src 'self'";

/** Serves the pages for people. `/docs` omits them. */
@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(
    private readonly files: PublicFiles,
    private readonly lan: LanAddresses,
  ) {}

  @Get()
  welcome(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send(request, response, 'index.html');
  }

  /** Several meetings. Its own addresses are relative, so it has no `/` at its end. */
  @Get('console')
  async meetings(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (request.path.endsWith('/')) response.redirect(308, '../console');
    else await this.send(request, response, 'meetings.html');
  }

  @Get('console/:meeting_id')
  leader(@Param('meeting_id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const addresses = this.lan.toldTo(request);
    if (addresses.length === 0 || !MEETING_ID.test(id) || request.path.endsWith('/'))
      return this.sendMeetingPage(request, response, id, 'console.html');
    // No other page may read the addresses, so this answer has no CORS headers.
    for (const name of CORS_HEADERS) response.removeHeader(name);
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    return sendFile(request, response, this.files.leaderPage(addresses), 'never');
  }

  /** A service worker may control only pages below its own path, so it is at the top. */
  @Get('worker.js')
  worker(@Req() request: Request, @Res() response: Response): Promise<void> {
    response.setHeader('Content-Security-Policy', WORKER_POLICY);
    return this.send(request, response, 'js/worker.js');
  }

  @Get('m/:meeting_id')
  member(@Param('meeting_id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.sendMeetingPage(request, response, id, 'member.html');
  }

  @Get('wall/:meeting_id')
  wall(@Param('meeting_id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.sendMeetingPage(request, response, id, 'wall.html');
  }

  /**
   * During a deploy, a page may ask a process of another release: that answers with its own file, not to be
   * cached.
   */
  @Get('console-assets/:version/*path')
  asset(
    @Param('version') version: string,
    @Param('path') path: string[],
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // Only our own pages read these files. Fifty of them would add 8 KiB of headers to a first visit.
    for (const name of CORS_HEADERS) response.removeHeader(name);
    return this.send(
      request,
      response,
      path.join('/'),
      version === this.files.version ? 'for ever' : 'checked',
    );
  }

  @Get('sdk/*path')
  sdk(@Param('path') path: string[], @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send(request, response, `sdk/${path.join('/')}`);
  }

  /** Sends a page, or redirects a mistyped address to the welcome page, which lets people correct it. */
  private async sendMeetingPage(
    request: Request,
    response: Response,
    id: string,
    page: string,
  ): Promise<void> {
    // A relative redirect, because the service may be below a path of a proxy (`/kyukei/m/abc`).
    if (request.path.endsWith('/')) response.redirect(308, `../${encodeURIComponent(id)}`);
    else if (MEETING_ID.test(id)) await this.send(request, response, page);
    else response.redirect(303, `../?refused=${encodeURIComponent(id)}`);
  }

  private async send(
    request: Request,
    response: Response,
    name: string,
    keeping: Keeping = 'checked',
  ): Promise<void> {
    const file = this.files.find(name);
    if (!file) throw new NotFoundException();
    await sendFile(request, response, file, keeping);
  }
}
