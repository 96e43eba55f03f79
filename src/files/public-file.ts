import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Content types by file extension. Other files, such as a tsconfig, are not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Types that are compressed already. */
const AS_THEY_ARE = new Set(['image/png', 'font/woff2']);

/**
 * Above this size a lower brotli quality is used: the best one takes seconds for a megabyte and saves few
 * bytes.
 */
const LARGE_BYTES = 64 * 1024;

export type Encoding = 'br' | 'gzip' | 'identity';

/**
 * One file in memory. All clients get the same bytes, so a client that does not read costs no memory.
 * Compressed forms are made on first use, outside the event loop, and cached. By hand, because
 * `express.static` reads a file anew for each request, and compresses nothing.
 */
export class PublicFile {
  readonly hash: string;
  private readonly forms = new Map<Encoding, Promise<Buffer>>();

  constructor(
    readonly type: string,
    private readonly content: Buffer,
  ) {
    this.hash = createHash('sha256').update(content).digest('base64url').slice(0, 16);
  }

  /** `undefined` = the file is not served. */
  static of(name: string, content: Buffer): PublicFile | undefined {
    const type = TYPES[extname(name)];
    return type === undefined ? undefined : new PublicFile(type, content);
  }

  get isPage(): boolean {
    return this.type.startsWith('text/html');
  }

  /** Available encodings, best first. */
  get encodings(): Encoding[] {
    return AS_THEY_ARE.has(this.type) ? ['identity'] : ['br', 'gzip', 'identity'];
  }

  bytes(encoding: Encoding): Promise<Buffer> {
    const form = this.forms.get(encoding) ?? this.encoded(encoding);
    this.forms.set(encoding, form);
    return form;
  }

  private async encoded(encoding: Encoding): Promise<Buffer> {
    const { content } = this;
    if (encoding === 'identity') return content;
    if (encoding === 'gzip') return compress.gzip(content, { level: constants.Z_BEST_COMPRESSION });
    const quality = content.length > LARGE_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    return compress.br(content, { params });
  }
}
