// The HTTP application with everything around it (headers, body limits, ids, documents), for the program, the
// tests and the OpenAPI generator alike.
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import { refuseCrossSite } from './common/cross-site.js';
import { PinoLogger } from './common/pino-logger.js';
import { requestContext } from './common/request-context.js';
import type { Settings } from './config/settings.js';
import { addOpenApi } from './openapi.js';

/** Requests with images in base64 are large; everything else is not. */
const IMAGE_BODY_LIMIT = '64mb';
const BODY_LIMIT = '1mb';
const IMAGE_ROUTES = /^\/api\/v1\/(generate|queue\/jobs\/[^/]+)\/?$/;

export async function createApp(settings: Settings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings), {
    bodyParser: false,
    logger: new PinoLogger(settings.LOG_LEVEL, settings.LOG_FORMAT),
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(requestContext);
  app.use(securityHeaders());
  app.use(refuseCrossSite);
  app.useBodyParser('json', {
    limit: IMAGE_BODY_LIMIT,
    type: (request) => isJson(request) && IMAGE_ROUTES.test(pathOf(request.url)),
  });
  app.useBodyParser('json', { limit: BODY_LIMIT });
  addOpenApi(app);
  return app;
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split('?')[0]!;
}

function isJson(request: { headers: NodeJS.Dict<string | string[]> }): boolean {
  return /[/+]json\b/.test(String(request.headers['content-type'] ?? ''));
}

/**
 * No HSTS and no upgrade to HTTPS: StableQueue is served plainly in home networks, where both would break it.
 * Inline styles and images from `data:` are what Swagger UI needs.
 */
function securityHeaders() {
  return helmet({
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}
