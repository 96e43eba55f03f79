/** Reads the metrics of a service: the value of each series by its name and labels. */
export async function scrape(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^([a-z]\S*(?:{.*})?) (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, series = '', value]) => [series, Number(value)]));
}
