import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import { ListDeliveriesQuery, WebhookDeliveryPageDto, WebhookTestDto } from './delivery.dto.js';
import {
  CreateWebhookDto,
  RotateSecretDto,
  UpdateWebhookDto,
  WebhookChangedDto,
  WebhookListDto,
  WebhookSecretDto,
  WebhookSubscriptionDto,
} from './subscription.dto.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { TestPing } from './test-ping.js';

const MISSING = { type: ProblemDto, description: '`webhook_not_found`' };
const BAD = { type: ProblemDto, description: '`invalid_field_value`, `address_not_allowed`' };

/** Standing subscriptions. A key has its own, which hear only of its own jobs and bulks; administrators hear of all. */
@ApiTags('webhooks')
@Allow('submit', 'read_own')
@Controller('api/v2/webhooks')
export class WebhooksController {
  constructor(
    private readonly subscriptions: SubscriptionsService,
    private readonly deliveries: DeliveriesService,
    private readonly ping: TestPing,
  ) {}

  /** By name. */
  @Get()
  @ApiOperation({ operationId: 'listWebhooks' })
  async list(@Caller() who: Principal): Promise<WebhookListDto> {
    return { webhooks: await this.subscriptions.list(who) };
  }

  /** Makes one. The answer holds its secret, which is never shown again. */
  @Post()
  @ApiOperation({ operationId: 'createWebhook' })
  @ApiBadRequestResponse(BAD)
  @ApiConflictResponse({ type: ProblemDto, description: '`too_many_webhooks`' })
  async create(@Body() body: CreateWebhookDto, @Caller() who: Principal): Promise<WebhookSecretDto> {
    const { webhook, secret } = await this.subscriptions.create(body, who);
    return { message: `Webhook "${webhook.name}" added.`, webhook, secret };
  }

  /** One of them, with how it fares. */
  @Get(':id')
  @ApiOperation({ operationId: 'getWebhook' })
  @ApiNotFoundResponse(MISSING)
  async get(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookSubscriptionDto> {
    return this.subscriptions.present(await this.subscriptions.find(id, who));
  }

  /** Changes what is named. What waits to be sent goes to the new address. */
  @Patch(':id')
  @ApiOperation({ operationId: 'updateWebhook' })
  @ApiNotFoundResponse(MISSING)
  @ApiBadRequestResponse(BAD)
  async update(
    @Param('id') id: string,
    @Body() body: UpdateWebhookDto,
    @Caller() who: Principal,
  ): Promise<WebhookChangedDto> {
    return changed(await this.subscriptions.update(id, body, who), 'changed');
  }

  /** With what waits to be sent, and its log. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteWebhook' })
  @ApiNotFoundResponse(MISSING)
  async remove(@Param('id') id: string, @Caller() who: Principal): Promise<MessageDto> {
    await this.subscriptions.delete(id, who);
    return { message: 'Webhook deleted.' };
  }

  /** A new secret. For 24 hours messages carry a signature with each of the two. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ operationId: 'rotateWebhookSecret' })
  @ApiOkResponse({ type: WebhookSecretDto })
  @ApiNotFoundResponse(MISSING)
  @ApiBadRequestResponse(BAD)
  async rotate(
    @Param('id') id: string,
    @Body() body: RotateSecretDto,
    @Caller() who: Principal,
  ): Promise<WebhookSecretDto> {
    const { webhook, secret } = await this.subscriptions.rotate(id, body?.secret, who);
    return { message: `Webhook "${webhook.name}" has a new secret.`, webhook, secret };
  }

  /** Sends a `test.ping` at once and answers with what was sent and what came back. */
  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testWebhook' })
  @ApiOkResponse({ type: WebhookTestDto })
  @ApiNotFoundResponse(MISSING)
  @ApiConflictResponse({ type: ProblemDto, description: '`test_running`' })
  test(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookTestDto> {
    return this.ping.send(id, who);
  }

  /** It hears again, and gets what waited. */
  @Post(':id/enable')
  @HttpCode(200)
  @ApiOperation({ operationId: 'enableWebhook' })
  @ApiNotFoundResponse(MISSING)
  async enable(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookChangedDto> {
    return changed(await this.subscriptions.enable(id, true, who), 'is switched on');
  }

  /** It hears of nothing new; what waits to be sent goes on waiting. */
  @Post(':id/disable')
  @HttpCode(200)
  @ApiOperation({ operationId: 'disableWebhook' })
  @ApiNotFoundResponse(MISSING)
  async disable(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookChangedDto> {
    return changed(await this.subscriptions.enable(id, false, who), 'is switched off');
  }

  /** Ends a pause: what waited is sent now. */
  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeWebhook' })
  @ApiNotFoundResponse(MISSING)
  async resume(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookChangedDto> {
    return changed(await this.subscriptions.resume(id, who), 'goes on');
  }

  /** Its messages, newest first. */
  @Get(':id/deliveries')
  @ApiOperation({ operationId: 'listDeliveriesOfWebhook' })
  @ApiNotFoundResponse(MISSING)
  async deliveriesOf(
    @Param('id') id: string,
    @Query() query: ListDeliveriesQuery,
    @Caller() who: Principal,
  ): Promise<WebhookDeliveryPageDto> {
    await this.subscriptions.find(id, who);
    return this.deliveries.list(query, who, id);
  }
}

function changed(webhook: WebhookSubscriptionDto, what: string): WebhookChangedDto {
  return { message: `Webhook "${webhook.name}" ${what}.`, webhook };
}
