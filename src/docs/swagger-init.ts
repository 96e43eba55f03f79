import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { toJson } from '../json/to-json.js';

/** A file of ours for the page. */
export function uiFile(name: string): string {
  return readFileSync(new URL(`./ui/${name}`, import.meta.url), 'utf8');
}

/**
 * The script of the page at `/docs`. It replaces Nest's, so that "Try it out" calls the service at the
 * address of the page, which may be below a path of a proxy; only the browser knows that. A server that the
 * document names comes second.
 */
export function swaggerInit(document: OpenAPIObject): string {
  return `${uiFile('listen.js')}
const here = new URL('..', document.currentScript.src).href.replace(/\\/$/, '');
addEventListener('load', () => {
  const spec = ${toJson(document)};
  const others = spec.servers.filter(({ url }) => URL.canParse(url) && url !== here);
  SwaggerUIBundle({
    spec: { ...spec, servers: [{ url: here }, ...others] },
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: -1,
    plugins: [listenPlugin],
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
  });
});
`;
}
