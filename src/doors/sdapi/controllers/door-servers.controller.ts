import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, type Principal } from '../../../access/contract/index.js';
import type { JsonObject } from '../../../common/json.js';
import { EnteredBy, type Entry } from '../door-entry.js';
import { PassThrough } from '../lists/pass-through.js';
import { A1111Door } from './door-docs.js';

const NOTHING = { schema: { nullable: true } };

/** What clients tell a server to do with its folders and its memory. */
@A1111Door()
@Allow('submit')
@Controller('sdapi/v1')
export class DoorServersController {
  constructor(private readonly passThrough: PassThrough) {}

  /** The servers look for new checkpoints. */
  @Post('refresh-checkpoints')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111RefreshCheckpoints' })
  @ApiOkResponse(NOTHING)
  async refreshCheckpoints(
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
    @Res() response: Response,
  ): Promise<void> {
    await this.passThrough.refresh('sdapi/v1/refresh-checkpoints', who, entry.alias);
    response.json(null);
  }

  /** The servers look for new VAE files. */
  @Post('refresh-vae')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111RefreshVae' })
  @ApiOkResponse(NOTHING)
  async refreshVae(
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
    @Res() response: Response,
  ): Promise<void> {
    await this.passThrough.refresh('sdapi/v1/refresh-vae', who, entry.alias);
    response.json(null);
  }

  /** The servers look for new LoRAs. */
  @Post('refresh-loras')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111RefreshLoras' })
  @ApiOkResponse(NOTHING)
  async refreshLoras(
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
    @Res() response: Response,
  ): Promise<void> {
    await this.passThrough.refresh('sdapi/v1/refresh-loras', who, entry.alias);
    response.json(null);
  }

  /** The servers look for new embeddings. */
  @Post('refresh-embeddings')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111RefreshEmbeddings' })
  @ApiOkResponse(NOTHING)
  async refreshEmbeddings(
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
    @Res() response: Response,
  ): Promise<void> {
    await this.passThrough.refresh('sdapi/v1/refresh-embeddings', who, entry.alias);
    response.json(null);
  }

  /** Frees the memory of the servers, for callers with the scope `manage_servers`; for others it is accepted without effect. */
  @Post('unload-checkpoint')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111UnloadCheckpoint' })
  @ApiOkResponse({ schema: { type: 'object' } })
  async unloadCheckpoint(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    await this.passThrough.control('sdapi/v1/unload-checkpoint', who, entry.alias);
    return {};
  }

  /** Loads the model of the servers again, for callers with the scope `manage_servers`; for others it is accepted without effect. */
  @Post('reload-checkpoint')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111ReloadCheckpoint' })
  @ApiOkResponse({ schema: { type: 'object' } })
  async reloadCheckpoint(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    await this.passThrough.control('sdapi/v1/reload-checkpoint', who, entry.alias);
    return {};
  }
}
