import { createRequire } from 'node:module';
import type { Express } from 'express';
import { HarmoniaError } from '../foundation/errors.ts';
import { openApiDocument } from './openapi.ts';

const locate = createRequire(import.meta.url);

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Harmonia: web API</title>
  <link rel="stylesheet" href="docs/swagger-ui.css">
  <link rel="icon" href="docs/favicon-32x32.png">
</head>
<body>
  <div id="routes"></div>
  <script src="docs/swagger-ui-bundle.js"></script>
  <script src="docs/start.js"></script>
</body>
</html>
`;
// Without a validator's address the page would send the document's address to one on the internet.
const start = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#routes', validatorUrl: null, deepLinking: true });
`;

/** The page and its parts come from here alone, and no script or event handler stands in the page itself. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Parts of the page that the npm package brings, with their media types. */
const parts: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};
const cacheable = 'public, max-age=3600';

/** Adds the document of the routes (GET /openapi.json) and a page that shows it (GET /docs). */
export function mountApiDocs(app: Express, version: string): void {
  const document = openApiDocument(version);
  app.get('/openapi.json', (_request, response) => void response.json(document));
  app.get('/docs', (_request, response) => {
    response.set('Content-Security-Policy', policy).type('html').send(page);
  });
  app.get('/docs/:part', ({ params: { part } }, response, next) => {
    response.set('Cache-Control', cacheable);
    if (part === 'start.js') return void response.type('text/javascript').send(start);
    if (!Object.hasOwn(parts, part)) throw new HarmoniaError('not-found', 'no such part of the page');
    const options = {
      headers: { 'Content-Type': parts[part] },
      dotfiles: 'allow',
      cacheControl: false,
    } as const;
    response.sendFile(locate.resolve(`swagger-ui-dist/${part}`), options, (error?: Error) => {
      if (error) next(error);
    });
  });
}
