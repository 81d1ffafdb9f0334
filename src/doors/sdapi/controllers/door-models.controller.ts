import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../../../access/contract/index.js';
import type { JsonObject } from '../../../common/json.js';
import { EnteredBy, type Entry } from '../door-entry.js';
import { DoorLists } from '../lists/door-lists.js';
import { A1111Door } from './door-docs.js';

const OBJECT = { schema: { type: 'object' as const, additionalProperties: true } };
const OBJECTS = {
  schema: { type: 'array' as const, items: { type: 'object' as const, additionalProperties: true } },
};

/** Models by name: merged over the servers that the caller may use, or of the one that the address names. */
@A1111Door()
@Allow()
@Controller('sdapi/v1')
export class DoorModelsController {
  constructor(private readonly lists: DoorLists) {}

  /** Checkpoints of all servers that the caller may use. */
  @Get('sd-models')
  @ApiOperation({ operationId: 'a1111Checkpoints' })
  @ApiOkResponse(OBJECTS)
  checkpoints(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject[]> {
    return this.lists.checkpoints(who, entry.alias);
  }

  /** LoRAs of all servers that the caller may use, without their metadata. */
  @Get('loras')
  @ApiOperation({ operationId: 'a1111Loras' })
  @ApiOkResponse(OBJECTS)
  loras(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject[]> {
    return this.lists.loras(who, entry.alias);
  }

  /** VAE files of servers that choose one (A1111). */
  @Get('sd-vae')
  @ApiOperation({ operationId: 'a1111Vaes' })
  @ApiOkResponse(OBJECTS)
  vaes(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject[]> {
    return this.lists.modules(who, entry.alias, false);
  }

  /** VAE and text encoder files of servers that choose several (Forge). */
  @Get('sd-modules')
  @ApiOperation({ operationId: 'a1111Modules' })
  @ApiOkResponse(OBJECTS)
  modules(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject[]> {
    return this.lists.modules(who, entry.alias, true);
  }

  /** One checkpoint, by title, name, file or hash. */
  @Get('sd-models/:id')
  @ApiOperation({ operationId: 'a1111Checkpoint' })
  @ApiOkResponse(OBJECT)
  checkpoint(
    @Param('id') id: string,
    @Caller() who: Principal,
    @EnteredBy() entry: Entry,
  ): Promise<JsonObject> {
    return this.lists.checkpoint(id, who, entry.alias);
  }

  /** One LoRA, by name, alias or file. */
  @Get('loras/:id')
  @ApiOperation({ operationId: 'a1111Lora' })
  @ApiOkResponse(OBJECT)
  lora(@Param('id') id: string, @Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    return this.lists.lora(id, who, entry.alias);
  }
}
