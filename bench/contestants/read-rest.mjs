/** Reads the meeting and the message from a `POST /api/meetings/{meeting}/rest`. */
export async function readRest(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return { meeting: request.url.split('/')[3], message: JSON.parse(body).message };
}
