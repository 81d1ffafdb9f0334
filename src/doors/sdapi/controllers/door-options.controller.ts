import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, type Principal } from '../../../access/contract/index.js';
import { InvalidRequestError } from '../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { EnteredBy, type Entry } from '../door-entry.js';
import { CallerOptions } from '../options/caller-options.js';
import { A1111Door } from './door-docs.js';

const ANYTHING = { schema: { type: 'object' as const, additionalProperties: true } };

@A1111Door()
@Controller('sdapi/v1')
export class DoorOptionsController {
  constructor(private readonly options: CallerOptions) {}

  /** The options of a server, with those that this caller has set. */
  @Get('options')
  @ApiOperation({ operationId: 'a1111GetOptions' })
  @ApiOkResponse(ANYTHING)
  @Allow('submit')
  show(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    return this.options.show(who, entry.alias);
  }

  /**
   * Sets options for this caller alone: its checkpoint, VAE, modules and clip skip apply to its requests that do not say
   * otherwise. Answers null, as A1111.
   */
  @Post('options')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111SetOptions' })
  @ApiBody(ANYTHING)
  @ApiOkResponse({ schema: { nullable: true } })
  @Allow('submit')
  async set(
    @Body() body: unknown,
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
    @Res() response: Response,
  ): Promise<void> {
    if (!isJsonObject(body)) throw new InvalidRequestError('The body must be a JSON object.');
    await this.options.set(body, who, entry.alias);
    response.json(null);
  }
}
