/** The encoder of the pages; `public/` is beside `dist/`. */
const ENCODER = new URL('../../public/js/qr.js', import.meta.url).href;

/** Width of the light border, in modules; scanners need it. */
const QUIET = 2;

/**
 * A QR code of text characters, two rows of modules in each line. Dark modules are drawn dark whatever the
 * colours of the terminal are. `undefined` = the text is too long.
 */
export async function terminalQr(text: string): Promise<string | undefined> {
  const { qrCode } = (await import(ENCODER)) as { qrCode: (text: string) => boolean[][] | undefined };
  const rows = qrCode(text);
  if (!rows) return undefined;
  const isDark = (x: number, y: number) => rows[y]?.[x] === true;
  const side = rows.length + QUIET;
  const lines: string[] = [];
  for (let y = -QUIET; y < side; y += 2) {
    let line = '';
    for (let x = -QUIET; x < side; x++) line += blockOf(isDark(x, y), isDark(x, y + 1));
    lines.push(`${BLACK_ON_WHITE}${line}${RESET}`);
  }
  return lines.join('\n');
}

function blockOf(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀';
  return lower ? '▄' : ' ';
}

const BLACK_ON_WHITE = '\u001b[30;107m';
const RESET = '\u001b[0m';
