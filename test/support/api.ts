import { until } from './until.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

/** A leader's call. A body that is not a string is sent as JSON. */
export async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, { method, headers, ...(text === undefined ? {} : { body: text }) });
  const answer = (await response.json()) as Record<string, unknown>;
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  return { status: response.status, headers: response.headers, type, body: answer };
}

export const get = (url: string): Promise<Answer> => call('GET', url);
export const post = (url: string, body?: unknown): Promise<Answer> => call('POST', url, body);
export const put = (url: string, body?: unknown): Promise<Answer> => call('PUT', url, body);
export const remove = (url: string): Promise<Answer> => call('DELETE', url);

/**
 * Calls a break until the call is confirmed, each time with the same key, as leaders do: a call that failed may
 * have been applied, and its repetition must not be a second break.
 */
export async function callBreak(
  url: string,
  id: string,
  message: string,
  deadlineMs?: number,
): Promise<void> {
  const again = () =>
    call('POST', `${url}/api/meetings/${id}/rest`, { message }, { 'Idempotency-Key': message });
  await until(`break ${message} in ${id}`, async () => (await again()).status === 200, deadlineMs);
}
