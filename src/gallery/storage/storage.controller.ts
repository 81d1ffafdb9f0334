import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../../access/contract/index.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { Retention } from './retention.js';
import { CleanupDto, CleanupRequestDto, StorageDto, StoragePolicyDto } from './storage.dto.js';
import { StorageService } from './storage.service.js';

/** What images take up, and what becomes of old ones. */
@ApiTags('gallery')
@Controller('api/v1/gallery/storage')
export class StorageController {
  constructor(
    private readonly storage: StorageService,
    private readonly retention: Retention,
  ) {}

  /** Of everybody's images. */
  @Get()
  @ApiOperation({ operationId: 'getImageStorage' })
  @Allow('gallery')
  usage(): Promise<StorageDto> {
    return this.storage.usage();
  }

  @Get('policy')
  @ApiOperation({ operationId: 'getStoragePolicy' })
  @Allow('gallery')
  policy(): Promise<StoragePolicyDto> {
    return this.retention.policy();
  }

  /** The whole policy; what is left out has its default. It is applied each hour. */
  @Put('policy')
  @ApiOperation({ operationId: 'setStoragePolicy' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @Allow('admin')
  setPolicy(@Body() policy: StoragePolicyDto): Promise<StoragePolicyDto> {
    return this.retention.setPolicy(policy);
  }

  /** Applies the policy now, or tells what that would do. */
  @Post('cleanup')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cleanUpImages' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @Allow('admin')
  cleanUp(@Body() request: CleanupRequestDto): Promise<CleanupDto> {
    return request.dry_run ? this.retention.foresee() : this.retention.cleanUp();
  }
}
