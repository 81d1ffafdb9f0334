import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import {
  ListDeliveriesQuery,
  ReplayManyDto,
  WebhookDeliveryDetailsDto,
  WebhookDeliveryPageDto,
  WebhookReplayedDto,
} from './delivery.dto.js';

/** The log of all messages: to subscriptions, and to the webhooks of jobs and bulks. */
@ApiTags('webhooks')
@Allow('submit', 'read_own')
@Controller('api/v2/webhooks/deliveries')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  /** Newest first. Delivered ones are kept for seven days, others for thirty. */
  @Get()
  @ApiOperation({ operationId: 'listDeliveries' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`' })
  list(@Query() query: ListDeliveriesQuery, @Caller() who: Principal): Promise<WebhookDeliveryPageDto> {
    return this.deliveries.list(query, who);
  }

  /** Sends many again, oldest first, at most a thousand; without any field all that failed. */
  @Post('replay')
  @HttpCode(200)
  @ApiOperation({ operationId: 'replayDeliveries' })
  @ApiOkResponse({ type: WebhookReplayedDto })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`' })
  async replayMany(@Body() body: ReplayManyDto, @Caller() who: Principal): Promise<WebhookReplayedDto> {
    return replayed(await this.deliveries.replayMany(body ?? {}, who));
  }

  /** One message with every try: what was sent and what came back. */
  @Get(':id')
  @ApiOperation({ operationId: 'getDelivery' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`delivery_not_found`' })
  get(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookDeliveryDetailsDto> {
    return this.deliveries.details(id, who);
  }

  /** Sends it again, with the same `webhook-id`. */
  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ operationId: 'replayDelivery' })
  @ApiOkResponse({ type: WebhookReplayedDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`delivery_not_found`' })
  @ApiConflictResponse({ type: ProblemDto, description: '`delivery_pending`, `webhook_secret_dropped`' })
  async replay(@Param('id') id: string, @Caller() who: Principal): Promise<WebhookReplayedDto> {
    await this.deliveries.replay(id, who);
    return replayed(1);
  }
}

function replayed(count: number): WebhookReplayedDto {
  const what = count === 1 ? 'One message is' : `${count} messages are`;
  return { message: `${what} sent again.`, replayed: count };
}
