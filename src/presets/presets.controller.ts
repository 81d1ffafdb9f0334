import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import {
  CreatePresetDto,
  ListPresetsQuery,
  PresetDto,
  PresetListDto,
  UpdatePresetDto,
} from './presets.dto.js';
import { PresetsService } from './presets.service.js';

const BAD_FIELD = { type: ProblemDto, description: '`invalid_field_value`' };
const NO_SUCH_PRESET = { type: ProblemDto, description: "`preset_not_found`, also for somebody else's" };

/** Each caller sees its own only. */
@ApiTags('presets')
@Allow()
@Controller('api/v2/presets')
export class PresetsController {
  constructor(private readonly presets: PresetsService) {}

  @Get()
  @ApiOperation({ operationId: 'listPresets' })
  @ApiBadRequestResponse(BAD_FIELD)
  async list(@Query() query: ListPresetsQuery, @Caller() who: Principal): Promise<PresetListDto> {
    return { presets: await this.presets.list(query.kind, who) };
  }

  @Post()
  @ApiOperation({ operationId: 'createPreset' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiConflictResponse({ type: ProblemDto, description: '`name_taken`, `too_many_presets`' })
  create(@Body() body: CreatePresetDto, @Caller() who: Principal): Promise<PresetDto> {
    return this.presets.create(body, who);
  }

  /** Another name, another body, or both. */
  @Put(':id')
  @ApiOperation({ operationId: 'updatePreset' })
  @ApiBadRequestResponse(BAD_FIELD)
  @ApiNotFoundResponse(NO_SUCH_PRESET)
  @ApiConflictResponse({ type: ProblemDto, description: '`name_taken`' })
  update(
    @Param('id') id: string,
    @Body() body: UpdatePresetDto,
    @Caller() who: Principal,
  ): Promise<PresetDto> {
    return this.presets.update(id, body, who);
  }

  @Delete(':id')
  @ApiOperation({ operationId: 'deletePreset' })
  @ApiNotFoundResponse(NO_SUCH_PRESET)
  async delete(@Param('id') id: string, @Caller() who: Principal): Promise<MessageDto> {
    await this.presets.delete(id, who);
    return { message: 'The preset is deleted.' };
  }
}
