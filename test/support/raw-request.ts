import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * A GET with any headers, also those that `fetch` does not allow to set: `Host`, `Origin`, `Sec-Fetch-Mode`.
 */
export function rawRequest(
  url: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    request(url + path, { headers }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
        reject,
      );
    })
      .on('error', reject)
      .end();
  });
}
