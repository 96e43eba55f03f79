import type { OpenAPIObject } from '@nestjs/swagger';
import { toJson } from '../json/to-json.js';

/**
 * The script of the page at `/docs`, in place of Nest's: "Try it out" calls the service where the page comes from. That may be
 * below a path of a proxy, which only the browser knows for certain. A server that the document names comes second.
 */
export function swaggerInit(document: OpenAPIObject): string {
  return `
const here = new URL('..', document.currentScript.src).href.replace(/\\/$/, '');
addEventListener('load', () => {
  const spec = ${toJson(document)};
  const others = (spec.servers ?? []).filter(({ url }) => url !== here);
  SwaggerUIBundle({
    spec: { ...spec, servers: [{ url: here }, ...others] },
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: -1,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
  });
});
`;
}
