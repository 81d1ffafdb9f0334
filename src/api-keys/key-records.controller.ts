import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { AccessLogQuery, KeyUsageQuery } from './api-key-form.dto.js';
import { readKeyId } from './api-key.errors.js';
import { ApiKeysService } from './api-keys.service.js';
import { AccessLogPageDto, KeyUsageDto } from './key-records.dto.js';
import { KeyRecordsService } from './key-records.service.js';

const NO_SUCH_KEY = { type: ProblemDto, description: '`api_key_not_found`' };
const BAD_FIELD = { type: ProblemDto, description: '`invalid_field_value`' };

@ApiTags('api-keys')
@Allow('admin')
@Controller('api/v1')
export class KeyRecordsController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly records: KeyRecordsService,
  ) {}

  /** What a key did, day by day (UTC). */
  @Get('api-keys/:id/usage')
  @ApiOperation({ operationId: 'getApiKeyUsage' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiNotFoundResponse(NO_SUCH_KEY)
  async usage(@Param('id') id: string, @Query() query: KeyUsageQuery): Promise<KeyUsageDto> {
    const key = await this.keys.get(readKeyId(id));
    return this.records.usageOf(key.id, query.days);
  }

  /** Requests of a key, and those that named it without its secret; the newest first. */
  @Get('api-keys/:id/access-log')
  @ApiOperation({ operationId: 'getApiKeyAccessLog' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiNotFoundResponse(NO_SUCH_KEY)
  async ofKey(@Param('id') id: string, @Query() query: AccessLogQuery): Promise<AccessLogPageDto> {
    const key = await this.keys.get(readKeyId(id));
    return this.records.accessLog(key.id, query);
  }

  /** Requests of everybody, of the console and of nobody in particular; the newest first. */
  @Get('access-log')
  @ApiOperation({ operationId: 'getAccessLog' })
  @ApiBadRequestResponse(BAD_FIELD)
  all(@Query() query: AccessLogQuery): Promise<AccessLogPageDto> {
    return this.records.accessLog(undefined, query);
  }
}
