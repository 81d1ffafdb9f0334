import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DispatcherRegistry } from './dispatch/dispatcher-registry.js';
import { ProblemDto } from './common/problem.dto.js';
import { VERSION } from './version.js';

function refusal(description: string) {
  return {
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
  };
}

const TOO_MANY = refusal('`rate_limited`, `too_many_failed_attempts`; `Retry-After` says when to go on.');

/** Swagger UI at `/doc`, the document at `/doc-json`. */
export function addOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup('doc', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'doc-json',
    customSiteTitle: 'StableQueue API',
  });
}

/** The parameters of every app_type are part of it. */
export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const params = app
    .get(DispatcherRegistry)
    .list()
    .map(({ dispatcher }) => dispatcher.params);
  const extraModels = [ProblemDto, ...new Set(params)];
  return [withOwnNames, withAccess, withOptionalDefaults].reduce(
    (document, improve) => improve(document),
    SwaggerModule.createDocument(app, documentHead(), { extraModels }),
  );
}

function documentHead(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setTitle('StableQueue')
    .setDescription('A durable queue between people and their image-generation servers.')
    .setVersion(VERSION)
    .addTag('jobs', 'Submit, follow and change jobs')
    .addTag('bulks', 'Many jobs as one')
    .addTag('pipelines', 'Jobs that build upon each other')
    .addTag('wildcards', 'Files for dynamic prompts')
    .addTag('queue', 'The queue as a whole')
    .addTag('servers', 'Generation servers')
    .addTag('gallery', 'Saved images')
    .addTag('events', 'What happens, live')
    .addTag('webhooks', 'Being told')
    .addTag('a1111', 'The API of AUTOMATIC1111 and Forge, and its asynchronous form')
    .addTag('api-keys', 'Who may do what')
    .addTag('session', 'Signing in to the console')
    .addTag('presets', 'Saved parameters, styles and searches')
    .addTag('system', 'The server itself: backups, logs, tasks, statistics, demo')
    .addTag('health')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Together with X-API-Secret.' },
      'api-key',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Secret' }, 'api-secret')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: '<key>:<secret>',
        description: '`<key>:<secret>`, or base64 of it.',
      },
      'bearer',
    )
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'Key as user, secret as password.' }, 'basic')
    .addCookieAuth(
      'stablequeue_session',
      { type: 'apiKey', in: 'cookie', description: 'Of a browser that is signed in to the console.' },
      'session',
    )
    .build();
}

/** Some routes answer under older paths too; each needs a name of its own in a generated client. */
function withOwnNames(document: OpenAPIObject): OpenAPIObject {
  const suffixes = { '/api/v1/queue/jobs/': 'V1', '/api/v2/jobs/': 'V2' };
  for (const [path, item] of Object.entries(document.paths)) {
    const [, suffix] = Object.entries(suffixes).find(([prefix]) => path.startsWith(prefix)) ?? [];
    for (const operation of [item.get, item.put, item.post, item.delete, item.patch]) {
      if (!suffix || !operation?.operationId || /V\d$/.test(operation.operationId)) continue;
      operation.operationId += suffix;
    }
  }
  return document;
}

/** What is true of every route: both halves of a key belong together, and what stands before all routes may refuse. */
function withAccess(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.put, path.post, path.delete, path.patch]) {
      if (!operation) continue;
      for (const requirement of operation.security ?? [])
        if ('api-key' in requirement) requirement['api-secret'] = [];
      operation.responses['421'] ??= refusal('`host_not_allowed`');
      operation.responses['429'] ??= TOO_MANY;
      if (operation.requestBody) {
        operation.responses['413'] ??= refusal('`request_too_large`');
        operation.responses['415'] ??= refusal('`unsupported_media_type`');
      }
    }
  }
  return document;
}

/** What has a default need not be sent; the compiler plugin only sees that the field is never undefined. */
function withOptionalDefaults(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.put, path.post, path.delete, path.patch]) {
      for (const parameter of operation?.parameters ?? []) {
        if (!('in' in parameter) || parameter.in !== 'query') continue;
        const schema = parameter.schema;
        if (schema && 'default' in schema && schema.default !== undefined) parameter.required = false;
      }
    }
  }
  return document;
}
