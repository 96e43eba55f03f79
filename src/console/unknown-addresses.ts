import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { sendFile } from '../files/send-file.js';
import { NotFoundPage } from '../files/not-found-page.js';
import { PublicFiles } from './public-files.js';

/**
 * Maximum depth of an address that gets the page. The service has none so deep, and each depth keeps a page
 * in memory.
 */
const MAX_DEPTH = 8;

/** Shows people who open an unknown address a page with a link to the first page. */
@Injectable()
export class UnknownAddresses extends NotFoundPage {
  constructor(
    private readonly files: PublicFiles,
    /** The path of `PUBLIC_URL`; `''` = none. */
    private readonly basePath: string,
  ) {
    super();
  }

  override answers(request: Request, response: Response): boolean {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const depth = this.depthOf(request.path);
    // A browser that opens an address names HTML before all else; scripts and programs do not.
    if (!isRead || depth < 0 || depth > MAX_DEPTH || request.accepts(['json', 'html']) !== 'html')
      return false;
    response.status(404).vary('Accept');
    void sendFile(request, response, this.files.notFoundPage(depth), 'never');
    return true;
  }

  /** Number of folders between the first page and this address; -1 for `*`, which is no path. */
  private depthOf(path: string): number {
    const own = path.startsWith(`${this.basePath}/`) ? path.slice(this.basePath.length) : path;
    return own.split('/').length - 2;
  }
}
