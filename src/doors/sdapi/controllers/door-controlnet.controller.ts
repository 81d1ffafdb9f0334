import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../../../access/contract/index.js';
import type { JsonObject } from '../../../common/json.js';
import { EnteredBy, type Entry } from '../door-entry.js';
import { DoorLists } from '../lists/door-lists.js';
import { A1111Door } from './door-docs.js';

const OBJECT = { schema: { type: 'object' as const, additionalProperties: true } };
const YES = /^(true|1|yes|on|t|y)$/i;

/** What ControlNet lists on the servers that have it. */
@A1111Door()
@Allow()
@Controller('controlnet')
export class DoorControlnetController {
  constructor(private readonly lists: DoorLists) {}

  /** Models. */
  @Get('model_list')
  @ApiOperation({ operationId: 'a1111ControlnetModels' })
  @ApiOkResponse(OBJECT)
  models(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    return this.lists.grouped('controlnet/model_list', { model_list: [] }, who, entry.alias);
  }

  /** Preprocessors. */
  @Get('module_list')
  @ApiOperation({ operationId: 'a1111ControlnetModules' })
  @ApiQuery({ name: 'alias_names', required: false, schema: { type: 'boolean' } })
  @ApiOkResponse(OBJECT)
  modules(
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
    @Query('alias_names') aliasNames?: string | string[],
  ): Promise<JsonObject> {
    const query = YES.test(String(aliasNames ?? '')) ? 'alias_names=true' : '';
    return this.lists.grouped('controlnet/module_list', { module_list: [] }, who, entry.alias, query);
  }

  /** Kinds of control with their models and preprocessors. */
  @Get('control_types')
  @ApiOperation({ operationId: 'a1111ControlnetTypes' })
  @ApiOkResponse(OBJECT)
  types(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    return this.lists.grouped('controlnet/control_types', { control_types: {} }, who, entry.alias);
  }

  /** Version of the API. */
  @Get('version')
  @ApiOperation({ operationId: 'a1111ControlnetVersion' })
  @ApiOkResponse(OBJECT)
  async version(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown> {
    return (await this.lists.first('controlnet/version', who, entry.alias)) ?? { version: 2 };
  }

  /** How many units there are. */
  @Get('settings')
  @ApiOperation({ operationId: 'a1111ControlnetSettings' })
  @ApiOkResponse(OBJECT)
  async settings(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown> {
    return (await this.lists.first('controlnet/settings', who, entry.alias)) ?? { control_net_unit_count: 3 };
  }
}
