import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { MEETING_ID } from '../domain/meeting-id.js';
import { PublicFiles } from './public-files.js';
import { sendFile, type Keeping } from '../files/send-file.js';

/** Pages for people; `/docs` lists what programs call. */
@ApiExcludeController()
@Controller()
export class ConsoleController {
  constructor(private readonly files: PublicFiles) {}

  @Get()
  welcome(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send(request, response, 'index.html');
  }

  @Get('console/:meeting_id')
  leader(@Param('meeting_id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.sendMeetingPage(request, response, id, 'console.html');
  }

  /** A service worker's place is its reach: the pages below `/m/`. */
  @Get('m/notifier.js')
  notifier(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send(request, response, 'js/notifier.js');
  }

  @Get('m/:meeting_id')
  member(@Param('meeting_id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.sendMeetingPage(request, response, id, 'member.html');
  }

  /** During a deploy a page may ask a process of another release: it gets what there is, but must not keep it. */
  @Get('console-assets/:version/*path')
  asset(
    @Param('version') version: string,
    @Param('path') path: string[],
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
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

  /** Somebody mistyped an address: the welcome page says so, and lets them correct it. */
  private async sendMeetingPage(
    request: Request,
    response: Response,
    id: string,
    page: string,
  ): Promise<void> {
    // Addresses are relative, for a proxy may have put the service below a path (`/kyukei/m/abc`).
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
