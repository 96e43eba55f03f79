import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PublicFile } from '../files/public-file.js';

/**
 * Folders next to `src/` and `dist/`, by the path under which their files are served. The client is also an
 * npm package.
 */
const FOLDERS = { '': '../../public/', 'sdk/': '../../sdk/javascript/' };

/** Path of assets in the pages' source; see {@link PublicFiles.version}. */
const UNVERSIONED = '/console-assets/';

/**
 * The start of every page's head. It replaces a comment in the page's source that names the relative path of
 * the first page.
 */
const HEAD = 'head.html';
const HEAD_HERE = /<!-- head (\S+) -->/;

/** The element from which the pages read `PUBLIC_URL`. */
const PUBLIC_URL = '<meta name="public-url"';

/** The element from which the leader's page reads {@link PublicFiles.leaderPage}'s addresses. */
const LAN_URLS = '<meta name="lan-urls"';

/**
 * Matches comments that fill whole lines, in scripts and styles. They are not served, so that a first visit
 * loads a fifth less. A plain block comment in a script stays, because it is a licence.
 */
const COMMENTS: Readonly<Record<string, RegExp>> = {
  '.js': /^[ \t]*(?:\/\*\*(?:(?!\*\/)[^])*\*\/|\/\/.*)\n/gm,
  '.css': /^[ \t]*\/\*(?:(?!\*\/)[^])*\*\/\n/gm,
};

/**
 * All files of these folders, read once at start. They cannot change, and no path can lead out of the
 * folders.
 */
export class PublicFiles {
  /**
   * A digest of all files. It is a part of every asset's URL, so that browsers may cache assets for ever and
   * never mix two releases.
   */
  readonly version: string;
  private readonly files = new Map<string, PublicFile>();
  private readonly head: string;
  private readonly leaderHtml: string;
  private readonly notFoundHtml: string;
  /** The page for unknown addresses, by the depth of the address. */
  private readonly notFoundPages = new Map<number, PublicFile>();
  private told: { readonly content: string; readonly page: PublicFile } | undefined;

  /** @param publicUrl without a `/` at its end */
  constructor(publicUrl?: string) {
    const contents = new Map(Object.entries(FOLDERS).flatMap(([prefix, folder]) => filesOf(folder, prefix)));
    const digest = createHash('sha256');
    for (const [name, content] of contents) digest.update(name).update(content);
    this.version = digest.digest('base64url').slice(0, 10);
    this.head = textOf(contents, HEAD);
    contents.delete(HEAD);
    for (const [name, content] of contents) {
      const file = PublicFile.of(name, this.served(name, content, publicUrl));
      if (file) this.files.set(name, file);
    }
    this.leaderHtml = this.page(textOf(contents, 'console.html'), publicUrl);
    this.notFoundHtml = this.page(textOf(contents, 'not-found.html'), publicUrl);
  }

  /** Finds a file by its path within `public/`, with `/`; the client's files are in `sdk/`. */
  find(name: string): PublicFile | undefined {
    return this.files.get(name);
  }

  /**
   * The leader's page with these addresses in it. The last page made is cached, because the addresses seldom
   * change.
   */
  leaderPage(addresses: readonly string[]): PublicFile {
    const content = addresses.join(' ');
    if (this.told?.content !== content) {
      const page = this.leaderHtml.replace(LAN_URLS, `${LAN_URLS} content="${content}"`);
      this.told = { content, page: pageOf(page) };
    }
    return this.told.page;
  }

  /**
   * The page for unknown addresses, `depth` folders below the first page. Its links are relative to that
   * depth.
   */
  notFoundPage(depth: number): PublicFile {
    const known = this.notFoundPages.get(depth);
    if (known) return known;
    const page = pageOf(relativeTo('../'.repeat(depth) || './', this.notFoundHtml));
    this.notFoundPages.set(depth, page);
    return page;
  }

  private served(name: string, content: Buffer, publicUrl: string | undefined): Buffer {
    const comments = COMMENTS[extname(name)];
    if (comments) return Buffer.from(this.versioned(content.toString().replaceAll(comments, '')));
    return name.endsWith('.html') ? Buffer.from(this.page(content.toString(), publicUrl)) : content;
  }

  private page(content: string, publicUrl: string | undefined): string {
    // Needs no escaping: the config normalises `publicUrl`.
    const address = publicUrl ? ` content="${publicUrl}/"` : '';
    const page = content
      .replace(HEAD_HERE, (_, root: string) => relativeTo(root, this.head))
      .replace(PUBLIC_URL, `${PUBLIC_URL}${address}`);
    return this.versioned(page);
  }

  private versioned(content: string): string {
    return content.replaceAll(UNVERSIONED, `${UNVERSIONED}${this.version}/`);
  }
}

/** Makes the addresses that begin with `./`, the first page's folder, begin with `root`. */
function relativeTo(root: string, html: string): string {
  return html.replaceAll('"./', `"${root}`);
}

function textOf(contents: ReadonlyMap<string, Buffer>, name: string): string {
  return contents.get(name)?.toString() ?? '';
}

function pageOf(html: string): PublicFile {
  return new PublicFile('text/html; charset=utf-8', Buffer.from(html));
}

function filesOf(folder: string, prefix: string): [name: string, content: Buffer][] {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((name) => [prefix + name, readFileSync(join(path, name))]);
}
