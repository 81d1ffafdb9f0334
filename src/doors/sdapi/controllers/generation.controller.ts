import { Body, Controller, Headers, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  Allow,
  Caller,
  CountsAsSubmit,
  type Principal,
  type RequestWithPrincipal,
} from '../../../access/contract/index.js';
import { baseUrlOf } from '../../../common/public-url.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { entryOf } from '../door-entry.js';
import { answerMode } from '../generation/answer-mode.js';
import { readDoorBody, rememberedOf, type DoorBody } from '../generation/door-body.js';
import { DoorSubmission } from '../generation/door-submission.js';
import { HeldRequests } from '../generation/held-requests.js';
import { DoorSubmittedDto } from '../jobs/door-job.dto.js';
import { TaskNames } from '../jobs/task-names.js';
import { A1111Door } from './door-docs.js';

const BODY = {
  schema: {
    type: 'object' as const,
    additionalProperties: true,
    description:
      'A1111’s own body, and `webhookUrl` and `webhookKey`: where to tell of the end, with the key as `x-webhook-key`.',
    example: { prompt: 'a lighthouse at dusk', steps: 20, width: 512, height: 512 },
  },
};
const PREFER = {
  name: 'Prefer',
  required: false,
  description: '`wait` holds the request until the images are there, `respond-async` answers at once.',
};
const IMAGES = {
  description: 'A held request: the images in base64, the request with its defaults, and JSON as a text.',
  schema: {
    type: 'object' as const,
    properties: {
      images: { type: 'array' as const, items: { type: 'string' as const } },
      parameters: { type: 'object' as const, additionalProperties: true },
      info: { type: 'string' as const },
    },
  },
};

@A1111Door()
@Controller('sdapi/v1')
export class DoorGenerationController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly submission: DoorSubmission,
    private readonly held: HeldRequests,
    private readonly names: TaskNames,
  ) {}

  /** Text to image through the queue: answered at once with an id, or with the images, as the caller wants it. */
  @Post('txt2img')
  @ApiOperation({ operationId: 'a1111Txt2img' })
  @ApiBody(BODY)
  @ApiHeader(PREFER)
  @ApiAcceptedResponse({ type: DoorSubmittedDto })
  @ApiOkResponse(IMAGES)
  @CountsAsSubmit()
  @Allow('submit')
  txt2img(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Req() request: RequestWithPrincipal,
    @Res() response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<void> {
    return this.generate(readDoorBody('txt2img', body), who, request, response, prefer);
  }

  /** Image to image through the queue: answered at once with an id, or with the images, as the caller wants it. */
  @Post('img2img')
  @ApiOperation({ operationId: 'a1111Img2img' })
  @ApiBody(BODY)
  @ApiHeader(PREFER)
  @ApiAcceptedResponse({ type: DoorSubmittedDto })
  @ApiOkResponse(IMAGES)
  @CountsAsSubmit()
  @Allow('submit')
  img2img(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Req() request: RequestWithPrincipal,
    @Res() response: Response,
    @Headers('prefer') prefer?: string,
  ): Promise<void> {
    return this.generate(readDoorBody('img2img', body), who, request, response, prefer);
  }

  private async generate(
    body: DoorBody,
    who: Principal,
    request: RequestWithPrincipal,
    response: Response,
    prefer: string | undefined,
  ): Promise<void> {
    const entry = entryOf(request);
    const mode = answerMode({
      entersSync: entry.sync,
      prefer,
      keyMode: who.door.sdapiMode,
      defaultMode: this.settings.SDAPI_MODE,
      hasWebhook: body.hasWebhook,
    });
    const uuid = await this.submission.submit(body, {
      who,
      entry,
      baseUrl: baseUrlOf(request, this.settings),
    });
    if (body.taskId !== null) this.names.remember(who.owner, body.taskId, uuid);
    response.setHeader('X-StableQueue-Job-Id', uuid);
    if (mode === 'async') {
      response.status(202).json({ uuid, id: uuid, jobId: uuid });
      return;
    }
    // A request may wait for hours: its images need not wait in memory with it.
    request.body = undefined;
    await this.held.answer(uuid, rememberedOf(body), who, response);
  }
}
