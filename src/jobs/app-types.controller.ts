import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { AppTypeDto } from './app-types.dto.js';

@ApiTags('jobs')
@Controller('api/v2/app-types')
export class AppTypesController {
  constructor(private readonly registry: DispatcherRegistry) {}

  /** The kinds of servers that jobs may be submitted for. */
  @Get()
  @ApiOperation({ operationId: 'listAppTypes' })
  @Allow()
  list(@Caller() who: Principal): AppTypeDto[] {
    return this.registry
      .list()
      .filter(({ appType }) => who.mayUseAppType(appType))
      .map(({ appType, dispatcher }) => ({
        app_type: appType,
        label: dispatcher.label,
        parameters_schema: dispatcher.params.name,
      }));
  }
}
