import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { CreateServerDto, UpdateServerDto } from './server-form.dto.js';
import { isSet, RemoveServerQueryDto } from './server-inventory.dto.js';
import { NotFoundError } from '../common/errors.js';
import { MessageDto } from '../common/message.dto.js';
import { ServerChangedDto, ServerDto } from './server.dto.js';
import { shownTo } from './server-presenter.js';
import { ServersService } from './servers.service.js';

@ApiTags('servers')
@Allow('manage_servers')
@Controller('api/v1/servers')
export class ServersController {
  constructor(private readonly servers: ServersService) {}

  /** All servers by name, each with its health. */
  @Get()
  @ApiOperation({ operationId: 'listServers' })
  @ApiOkResponse({ type: [ServerDto] })
  @Allow()
  async list(@Caller() who: Principal): Promise<ServerDto[]> {
    const servers = await this.servers.list();
    return servers.filter((server) => who.mayUseServer(server.alias)).map((server) => shownTo(who, server));
  }

  /** Adds a server. It is looked at right away; that it cannot be reached yet is no reason to refuse it. */
  @Post()
  @ApiOperation({ operationId: 'createServer' })
  @ApiBadRequestResponse({ description: '`invalid_field_value`, `alias_taken`' })
  async create(@Body() body: CreateServerDto): Promise<ServerChangedDto> {
    const server = await this.servers.create(body);
    return { message: `Server "${server.alias}" added.`, server };
  }

  /** One server with its health. */
  @Get(':alias')
  @ApiOperation({ operationId: 'getServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  @Allow()
  async get(@Param('alias') alias: string, @Caller() who: Principal): Promise<ServerDto> {
    if (!who.mayUseServer(alias)) throw new NotFoundError('server', alias);
    return shownTo(who, await this.servers.get(alias));
  }

  /** The same as PATCH: what is left out stays as it is, since answers never hold the secrets that a replacement would need. */
  @Put(':alias')
  @ApiOperation({ operationId: 'replaceServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  @ApiBadRequestResponse({ description: '`invalid_field_value`, `alias_taken`' })
  replace(@Param('alias') alias: string, @Body() body: UpdateServerDto): Promise<ServerChangedDto> {
    return this.update(alias, body);
  }

  /** Changes what is named. After a rename, its jobs that are not completed, bulks and the keys restricted to it follow. */
  @Patch(':alias')
  @ApiOperation({ operationId: 'updateServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  @ApiBadRequestResponse({ description: '`invalid_field_value`, `alias_taken`' })
  async update(@Param('alias') alias: string, @Body() body: UpdateServerDto): Promise<ServerChangedDto> {
    const server = await this.servers.update(alias, body);
    return { message: `Server "${server.alias}" changed.`, server };
  }

  /** Jobs that wait for it go on waiting, for a server of that name. */
  @Delete(':alias')
  @ApiOperation({ operationId: 'removeServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  @ApiConflictResponse({
    description: '`server_busy`: jobs run there; `?force=true` removes it nevertheless',
  })
  async remove(@Param('alias') alias: string, @Query() query: RemoveServerQueryDto): Promise<MessageDto> {
    const waiting = await this.servers.remove(alias, isSet(query.force));
    const still = waiting
      ? ` ${waiting} waiting ${waiting === 1 ? 'job still asks' : 'jobs still ask'} for it.`
      : '';
    return { message: `Server "${alias}" removed.${still}` };
  }

  /** Finishes what runs there and takes no new jobs. */
  @Post(':alias/drain')
  @HttpCode(200)
  @ApiOperation({ operationId: 'drainServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  drain(@Param('alias') alias: string): Promise<ServerChangedDto> {
    return this.change(alias, { draining: true }, 'takes no new jobs');
  }

  /** Ends draining. */
  @Post(':alias/resume')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  resume(@Param('alias') alias: string): Promise<ServerChangedDto> {
    return this.change(alias, { draining: false }, 'takes jobs again');
  }

  /** Asks it again, and gives it jobs. */
  @Post(':alias/enable')
  @HttpCode(200)
  @ApiOperation({ operationId: 'enableServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  enable(@Param('alias') alias: string): Promise<ServerChangedDto> {
    return this.change(alias, { enabled: true }, 'is switched on');
  }

  /** Neither asked nor given jobs until enabled; what runs there goes on. */
  @Post(':alias/disable')
  @HttpCode(200)
  @ApiOperation({ operationId: 'disableServer' })
  @ApiNotFoundResponse({ description: '`server_not_found`' })
  disable(@Param('alias') alias: string): Promise<ServerChangedDto> {
    return this.change(alias, { enabled: false }, 'is switched off');
  }

  private async change(
    alias: string,
    changes: { enabled?: boolean; draining?: boolean },
    what: string,
  ): Promise<ServerChangedDto> {
    const server = await this.servers.change(alias, changes);
    return { message: `Server "${server.alias}" ${what}.`, server };
  }
}
