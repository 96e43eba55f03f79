import { request, type IncomingMessage } from 'node:http';

const AGAIN_MS = 250;

/**
 * Calls a break through the proxy, with retries under one idempotency key. Resolves with the number of
 * attempts.
 */
export async function callBreak(socketPath: string, number: number): Promise<number> {
  const headers = { host: 'example.com', 'idempotency-key': `break-${number}` };
  const options = { socketPath, headers, method: 'POST', path: '/api/meetings/rolling/rest', agent: false };
  for (let tries = 1; ; tries++) {
    const status = await new Promise<number>((resolve) => {
      const call = request(options, (answer: IncomingMessage) => {
        answer.resume().on('close', () => resolve(answer.statusCode ?? 0));
      });
      call.on('error', () => resolve(0));
      call.end(JSON.stringify({ message: String(number) }));
    });
    if (status === 200) return tries;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
