import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBadGatewayResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { NotFoundError } from '../common/errors.js';
import { ServerChecks } from './server-checks.js';
import { UpdateServerDto } from './server-form.dto.js';
import { InventoryQueryDto, isSet, ServerInventoryDto } from './server-inventory.dto.js';
import { ServerTestDto } from './server.dto.js';

@ApiTags('servers')
@Allow('manage_servers')
@Controller('api/v1/servers')
export class ServerChecksController {
  constructor(private readonly checks: ServerChecks) {}

  /** Looks at a server that is not saved (yet). Takes up to 15 s; a server that does not answer is an answer. */
  @Post('test')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testUnsavedServer' })
  testUnsaved(@Body() body: UpdateServerDto): Promise<ServerTestDto> {
    return this.checks.testUnsaved(body);
  }

  /** Looks at a server now and says in words what is wrong. Takes up to 15 s. */
  @Post(':alias/test')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  test(@Param('alias') alias: string): Promise<ServerTestDto> {
    return this.checks.test(alias);
  }

  /** Models, samplers and the like, as the server last told. Asks it when nothing is known yet. */
  @Get(':alias/inventory')
  @ApiOperation({ operationId: 'getServerInventory' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  @ApiBadGatewayResponse({ description: 'The server gave no usable answer.' })
  @Allow()
  inventory(
    @Param('alias') alias: string,
    @Query() query: InventoryQueryDto,
    @Caller() who: Principal,
  ): Promise<ServerInventoryDto> {
    if (!who.mayUseServer(alias)) throw new NotFoundError('server', alias);
    return this.checks.inventory(alias, isSet(query.refresh) && who.can('manage_servers'));
  }

  /** The same, asking the server now. */
  @Post(':alias/inventory/refresh')
  @HttpCode(200)
  @ApiOperation({ operationId: 'refreshServerInventory' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  @ApiBadGatewayResponse({ description: 'The server gave no usable answer.' })
  refresh(@Param('alias') alias: string): Promise<ServerInventoryDto> {
    return this.checks.inventory(alias, true);
  }
}
