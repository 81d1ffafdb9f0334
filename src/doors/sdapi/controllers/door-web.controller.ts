import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, Open, type Principal } from '../../../access/contract/index.js';
import type { JsonObject } from '../../../common/json.js';
import { A1111Door } from './door-docs.js';

const OBJECT = { schema: { type: 'object' as const, additionalProperties: true } };

/** The little that clients of the API ask of the page around it. */
@A1111Door()
@Controller()
export class DoorWebController {
  /** The page's description, without a page: no components, no functions. */
  @Get('config')
  @ApiOperation({ operationId: 'a1111Config' })
  @ApiOkResponse(OBJECT)
  @Allow()
  config(): JsonObject {
    return {
      version: '3.41.2',
      mode: 'blocks',
      dev_mode: false,
      title: 'StableQueue',
      components: [],
      dependencies: [],
    };
  }

  /** The name of the caller's key. */
  @Get('user')
  @ApiOperation({ operationId: 'a1111User' })
  @ApiOkResponse({ schema: { type: 'string', nullable: true } })
  @Allow()
  user(@Caller() who: Principal, @Res() response: Response): void {
    response.json(who.kind === 'key' ? who.name : null);
  }

  /** Clients of the page sign in here first. It lets nobody in: each request shows its own key. */
  @Post('login')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111Login' })
  @ApiOkResponse(OBJECT)
  @Open()
  login(): JsonObject {
    return { success: true };
  }
}
