import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { ProblemDto } from '../common/problem.dto.js';
import { CreateApiKeyDto, RemoveApiKeyDto, RotateApiKeyDto, UpdateApiKeyDto } from './api-key-form.dto.js';
import { warningsOf } from './api-key-form.js';
import { toApiKeyDto } from './api-key-presenter.js';
import type { ApiKeyFormDto } from './api-key-form.dto.js';
import {
  ApiKeyAnswerDto,
  ApiKeyChangedDto,
  ApiKeyListDto,
  ApiKeySecretDto,
  KeyMessageDto,
  PathTokenDto,
  type KeyWarningDto,
} from './api-key.dto.js';
import { readKeyId } from './api-key.errors.js';
import { ApiKeysService, type KeyWithSecret } from './api-keys.service.js';
import { MeDto } from './key-records.dto.js';
import { KeyRecordsService } from './key-records.service.js';
import { KeyRemoval } from './key-removal.js';

const NO_SUCH_KEY = { type: ProblemDto, description: '`api_key_not_found`' };
const NOT_OURS = { type: ProblemDto, description: '`api_key_from_environment`: AUTH_TOKEN is changed there' };
const BAD_FIELD = { type: ProblemDto, description: '`invalid_field_value`' };

@ApiTags('api-keys')
@Allow('admin')
@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly removal: KeyRemoval,
    private readonly records: KeyRecordsService,
    private readonly clock: Clock,
  ) {}

  /** All keys, the oldest first. Never with their secrets. */
  @Get()
  @ApiOperation({ operationId: 'listApiKeys' })
  async list(): Promise<ApiKeyListDto> {
    const keys = await this.keys.list();
    const now = this.clock.now();
    return { success: true, api_keys: keys.map((key) => toApiKeyDto(key, now)), count: keys.length };
  }

  /** Makes a key. Its secret is in this answer and nowhere else. */
  @Post()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createApiKey' })
  @ApiBadRequestResponse(BAD_FIELD)
  async create(@Body() body: CreateApiKeyDto): Promise<ApiKeySecretDto> {
    const made = await this.keys.create(body);
    const message = `Key "${made.key.name}" made. Keep its secret: it is not shown again.`;
    return { ...this.withSecret(made, message), ...warnings(body) };
  }

  /** Whoever asks: what it may do, and what it has used of that today. */
  @Get('me')
  @ApiOperation({ operationId: 'getOwnApiKey' })
  @Allow()
  me(@Caller() who: Principal): Promise<MeDto> {
    return this.records.me(who);
  }

  /** One key, without its secret. */
  @Get(':id')
  @ApiOperation({ operationId: 'getApiKey' })
  @ApiNotFoundResponse(NO_SUCH_KEY)
  async get(@Param('id') id: string): Promise<ApiKeyAnswerDto> {
    const key = await this.keys.get(readKeyId(id));
    return { success: true, api_key: toApiKeyDto(key, this.clock.now()) };
  }

  /** The same as PATCH: what is left out stays as it is. */
  @Put(':id')
  @ApiOperation({ operationId: 'replaceApiKey' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiNotFoundResponse(NO_SUCH_KEY)
  @ApiConflictResponse(NOT_OURS)
  replace(@Param('id') id: string, @Body() body: UpdateApiKeyDto): Promise<ApiKeyChangedDto> {
    return this.update(id, body);
  }

  /** Changes what is named, from the next request on. */
  @Patch(':id')
  @ApiOperation({ operationId: 'updateApiKey' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiNotFoundResponse(NO_SUCH_KEY)
  @ApiConflictResponse(NOT_OURS)
  async update(@Param('id') id: string, @Body() body: UpdateApiKeyDto): Promise<ApiKeyChangedDto> {
    const key = await this.keys.update(readKeyId(id), body);
    const message = `Key "${key.name}" changed.`;
    return { success: true, message, api_key: toApiKeyDto(key, this.clock.now()), ...warnings(body) };
  }

  /**
   * It is refused from now on. Its waiting jobs are cancelled, or with `jobs=keep` held until somebody releases or
   * cancels them; those that run go on.
   */
  @Delete(':id')
  @ApiOperation({ operationId: 'removeApiKey' })
  @ApiNotFoundResponse(NO_SUCH_KEY)
  @ApiConflictResponse(NOT_OURS)
  @ApiBadRequestResponse(BAD_FIELD)
  async remove(@Param('id') id: string, @Query() query: RemoveApiKeyDto): Promise<KeyMessageDto> {
    const waiting = query.jobs ?? 'cancel';
    const { key, waitingJobs } = await this.removal.remove(readKeyId(id), waiting);
    const count = `${waitingJobs} waiting ${waitingJobs === 1 ? 'job' : 'jobs'}`;
    const what = waiting === 'keep' ? `${count} held until you release or cancel them` : `${count} cancelled`;
    return { success: true, message: `Key "${key.name}" removed; ${what}. What runs goes on.` };
  }

  /** Gives it a new secret, shown in this answer only; the old one still works for the overlap. */
  @Post(':id/rotate')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'rotateApiKey' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiNotFoundResponse(NO_SUCH_KEY)
  @ApiConflictResponse(NOT_OURS)
  async rotate(@Param('id') id: string, @Body() body: RotateApiKeyDto): Promise<ApiKeySecretDto> {
    const made = await this.keys.rotate(readKeyId(id), body.overlap_hours);
    const until = made.key.previousValidUntil;
    const old =
      until === null ? 'The old secret is refused from now on.' : `The old one works until ${until}.`;
    return this.withSecret(made, `Key "${made.key.name}" has a new secret; it is not shown again. ${old}`);
  }

  /** Makes the key's own address of the A1111 door, for clients that can send no header. One that it had stops working. */
  @Post(':id/path-token')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'createPathToken' })
  @ApiNotFoundResponse(NO_SUCH_KEY)
  @ApiConflictResponse(NOT_OURS)
  async givePathToken(@Param('id') id: string): Promise<PathTokenDto> {
    const token = await this.keys.givePathToken(readKeyId(id));
    const message = 'Path token made. Keep it: it is not shown again.';
    return { success: true, message, token, sdapi_url_path: `/k/${token}` };
  }

  /** Revokes that address alone; the key goes on. */
  @Delete(':id/path-token')
  @ApiOperation({ operationId: 'removePathToken' })
  @ApiNotFoundResponse(NO_SUCH_KEY)
  @ApiConflictResponse({ type: ProblemDto, description: '`no_path_token`, `api_key_from_environment`' })
  async revokePathToken(@Param('id') id: string): Promise<KeyMessageDto> {
    const key = await this.keys.revokePathToken(readKeyId(id));
    return { success: true, message: `The path token of the key "${key.name}" is revoked.` };
  }

  private withSecret({ key, secret }: KeyWithSecret, message: string): ApiKeySecretDto {
    const shown = toApiKeyDto(key, this.clock.now());
    return { success: true, message, api_key: { ...shown, secret }, key: key.key, secret };
  }
}

function warnings(body: ApiKeyFormDto): { warnings?: KeyWarningDto[] } {
  const found = warningsOf(body);
  return found.length ? { warnings: found } : {};
}
