import { Controller, Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { LogBuffer } from '../common/logs/log-buffer.js';
import { ProblemDto } from '../common/problem.dto.js';
import { LogsDto, LogsQuery } from './logs.dto.js';
import { StatisticsDto, StatisticsQuery } from './statistics.dto.js';
import { StatisticsService } from './statistics.service.js';
import { SystemDto } from './system.dto.js';
import { SystemFacts } from './system-facts.js';
import { UtilisationDto, UtilisationQuery } from './utilisation.dto.js';
import { UtilisationService } from './utilisation.service.js';

const BAD_FIELD = { type: ProblemDto, description: '`invalid_field_value`' };

@ApiTags('system')
@Allow('admin')
@Controller('api/v1/system')
export class SystemController {
  constructor(
    private readonly facts: SystemFacts,
    private readonly logs: LogBuffer,
    private readonly statistics: StatisticsService,
    private readonly utilisation: UtilisationService,
  ) {}

  /** Version, process, database, disk and settings. */
  @Get()
  @ApiOperation({ operationId: 'getSystem' })
  get(): Promise<SystemDto> {
    return this.facts.report();
  }

  /** The newest lines of the log; the last 2,000 are kept in memory. */
  @Get('logs')
  @ApiOperation({ operationId: 'getLogs' })
  @ApiBadRequestResponse(BAD_FIELD)
  readLogs(@Query() query: LogsQuery): LogsDto {
    return this.logs.read(query);
  }

  /** What was done on the last days. */
  @Get('statistics')
  @ApiOperation({ operationId: 'getStatistics' })
  @ApiBadRequestResponse(BAD_FIELD)
  statisticsOf(@Query() query: StatisticsQuery): Promise<StatisticsDto> {
    return this.statistics.of(query.days);
  }

  /** How busy the servers were that this caller may use. */
  @Get('utilisation')
  @ApiOperation({ operationId: 'getUtilisation' })
  @ApiBadRequestResponse(BAD_FIELD)
  @Allow()
  utilisationOf(@Query() query: UtilisationQuery, @Caller() who: Principal): Promise<UtilisationDto> {
    return this.utilisation.of(query, who);
  }
}
