/** What a Prometheus would read from a service now: each series, as it is written, with its value. */
export async function scrape(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^([a-z]\S*(?:{.*})?) (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, series = '', value]) => [series, Number(value)]));
}
