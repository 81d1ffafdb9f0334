import { Controller, Get } from '@nestjs/common';
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

/** What the servers themselves list, merged over those that the caller may use. */
@A1111Door()
@Allow()
@Controller('sdapi/v1')
export class DoorListsController {
  constructor(private readonly lists: DoorLists) {}

  /** Samplers. */
  @Get('samplers')
  @ApiOperation({ operationId: 'a1111Samplers' })
  @ApiOkResponse(OBJECTS)
  samplers(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/samplers', who, entry.alias);
  }

  /** Schedulers. */
  @Get('schedulers')
  @ApiOperation({ operationId: 'a1111Schedulers' })
  @ApiOkResponse(OBJECTS)
  schedulers(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/schedulers', who, entry.alias);
  }

  /** Upscalers. */
  @Get('upscalers')
  @ApiOperation({ operationId: 'a1111Upscalers' })
  @ApiOkResponse(OBJECTS)
  upscalers(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/upscalers', who, entry.alias);
  }

  /** Latent upscale modes. */
  @Get('latent-upscale-modes')
  @ApiOperation({ operationId: 'a1111LatentUpscaleModes' })
  @ApiOkResponse(OBJECTS)
  latentUpscaleModes(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/latent-upscale-modes', who, entry.alias);
  }

  /** Hypernetworks. */
  @Get('hypernetworks')
  @ApiOperation({ operationId: 'a1111Hypernetworks' })
  @ApiOkResponse(OBJECTS)
  hypernetworks(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/hypernetworks', who, entry.alias);
  }

  /** Face restorers. */
  @Get('face-restorers')
  @ApiOperation({ operationId: 'a1111FaceRestorers' })
  @ApiOkResponse(OBJECTS)
  faceRestorers(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/face-restorers', who, entry.alias);
  }

  /** Models of Real-ESRGAN. */
  @Get('realesrgan-models')
  @ApiOperation({ operationId: 'a1111RealesrganModels' })
  @ApiOkResponse(OBJECTS)
  realesrganModels(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/realesrgan-models', who, entry.alias);
  }

  /** Prompt styles. */
  @Get('prompt-styles')
  @ApiOperation({ operationId: 'a1111PromptStyles' })
  @ApiOkResponse(OBJECTS)
  promptStyles(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/prompt-styles', who, entry.alias);
  }

  /** Scripts with their arguments. */
  @Get('script-info')
  @ApiOperation({ operationId: 'a1111ScriptInfo' })
  @ApiOkResponse(OBJECTS)
  scriptInfo(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/script-info', who, entry.alias);
  }

  /** Extensions. */
  @Get('extensions')
  @ApiOperation({ operationId: 'a1111Extensions' })
  @ApiOkResponse(OBJECTS)
  extensions(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown[]> {
    return this.lists.named('sdapi/v1/extensions', who, entry.alias);
  }

  /** Embeddings. */
  @Get('embeddings')
  @ApiOperation({ operationId: 'a1111Embeddings' })
  @ApiOkResponse(OBJECT)
  embeddings(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    return this.lists.grouped('sdapi/v1/embeddings', { loaded: {}, skipped: {} }, who, entry.alias);
  }

  /** Titles of scripts. */
  @Get('scripts')
  @ApiOperation({ operationId: 'a1111Scripts' })
  @ApiOkResponse(OBJECT)
  scripts(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<JsonObject> {
    return this.lists.grouped('sdapi/v1/scripts', { txt2img: [], img2img: [] }, who, entry.alias);
  }

  /** Memory of the first server that answers. */
  @Get('memory')
  @ApiOperation({ operationId: 'a1111Memory' })
  @ApiOkResponse(OBJECT)
  async memory(@Caller() who: Principal, @EnteredBy() entry: Entry): Promise<unknown> {
    const memory = await this.lists.first('sdapi/v1/memory', who, entry.alias);
    return memory ?? { ram: { error: 'unavailable' }, cuda: { error: 'unavailable' } };
  }

  /** What clients look for to tell that the API is on. The servers' own flags hold passwords and are not handed out. */
  @Get('cmd-flags')
  @ApiOperation({ operationId: 'a1111CmdFlags' })
  @ApiOkResponse(OBJECT)
  cmdFlags(): JsonObject {
    return {
      api: true,
      api_auth: null,
      api_log: false,
      gradio_auth: null,
      listen: true,
      nowebui: true,
      port: null,
    };
  }
}
