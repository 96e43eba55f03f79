import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What is served, by the end of its name. Anything else in `public/` (a tsconfig) is not for browsers. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Compressed already. */
const AS_THEY_ARE = new Set(['font/woff2']);

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file, with its compressed forms, made when first asked for and kept. */
export class PublicFile {
  readonly hash: string;
  private readonly forms = new Map<Encoding, Buffer>();

  private constructor(
    readonly type: string,
    content: Buffer,
  ) {
    this.hash = createHash('sha256').update(content).digest('base64url').slice(0, 16);
    this.forms.set('identity', content);
  }

  /** `undefined` for a file that is not for browsers. */
  static of(name: string, content: Buffer): PublicFile | undefined {
    const type = TYPES[extname(name)];
    return type === undefined ? undefined : new PublicFile(type, content);
  }

  get isPage(): boolean {
    return this.type.startsWith('text/html');
  }

  /** Best first. */
  get encodings(): Encoding[] {
    return AS_THEY_ARE.has(this.type) ? ['identity'] : ['br', 'gzip', 'identity'];
  }

  bytes(encoding: Encoding): Buffer {
    const known = this.forms.get(encoding);
    if (known) return known;
    const content = this.bytes('identity');
    const form =
      encoding === 'br'
        ? brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })
        : gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
    this.forms.set(encoding, form);
    return form;
  }
}
