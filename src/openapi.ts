import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DispatcherRegistry } from './dispatch/dispatcher-registry.js';
import { ProblemDto } from './common/problem.dto.js';
import { VERSION } from './version.js';

/** Swagger UI at `/doc`, the document at `/doc-json`. */
export function addOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup('doc', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'doc-json',
    customSiteTitle: 'StableQueue API',
  });
}

/** The parameters of every app_type are part of it. */
export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('StableQueue')
    .setDescription('A durable queue between people and their image-generation servers.')
    .setVersion(VERSION)
    .addTag('jobs', 'Submit, follow and change jobs')
    .addTag('queue', 'The queue as a whole')
    .addTag('servers', 'Generation servers')
    .addTag('gallery', 'Saved images')
    .addTag('events', 'What happens, live')
    .addTag('health')
    .build();
  const params = app
    .get(DispatcherRegistry)
    .list()
    .map(({ dispatcher }) => dispatcher.params);
  return SwaggerModule.createDocument(app, config, { extraModels: [ProblemDto, ...new Set(params)] });
}
