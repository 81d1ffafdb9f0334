// The HTTP application with everything around it (access, headers, bodies, console, documents), for the program, the tests and
// the OpenAPI generator alike.
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { readAccessSettings } from './access/access-settings.js';
import { installAccess } from './access/install-access.js';
import { AppModule } from './app.module.js';
import { ClosingExpressAdapter } from './common/closing-express-adapter.js';
import { LogBuffer } from './common/logs/log-buffer.js';
import { PinoLogger } from './common/pino-logger.js';
import type { Settings } from './config/settings.js';
import { addOpenApi } from './openapi.js';
import { serveConsole } from './web-console/serve-console.js';

/** @throws BadSettingsError before anything is opened */
export async function createApp(settings: Settings): Promise<NestExpressApplication> {
  readAccessSettings(settings);
  const logs = new LogBuffer();
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(settings, logs),
    new ClosingExpressAdapter(),
    {
      bodyParser: false,
      logger: new PinoLogger(settings.LOG_LEVEL, settings.LOG_FORMAT, logs),
      abortOnError: false,
    },
  );
  installAccess(app, settings);
  serveConsole(app);
  addOpenApi(app);
  return app;
}
