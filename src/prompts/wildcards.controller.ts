import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { freshRandom, seededRandom } from './prng.js';
import { resolvePrompt } from './resolve-prompt.js';
import { WildcardFiles } from './wildcard-files.js';
import { WildcardLibrary } from './wildcard-library.js';
import {
  ListWildcardsQuery,
  PreviewPromptDto,
  PromptPreviewDto,
  WildcardDoneDto,
  WildcardDto,
  WildcardListDto,
  WriteWildcardDto,
} from './wildcards.dto.js';

/** Names may have folders; the router hands them over in pieces. */
const nameOf = (path: string | string[]): string => (Array.isArray(path) ? path.join('/') : path);

@ApiTags('wildcards')
@Controller('api/v2/wildcards')
export class WildcardsController {
  constructor(
    private readonly library: WildcardLibrary,
    private readonly files: WildcardFiles,
  ) {}

  /** The text files that prompts may draw from with `__name__`, by name. */
  @Get()
  @ApiOperation({ operationId: 'listWildcards' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @Allow('submit', 'manage_queue')
  async list(@Query() query: ListWildcardsQuery): Promise<WildcardListDto> {
    const { total, entries } = await this.library.list(query.limit, query.offset);
    return { total, wildcards: entries };
  }

  /** Resolves a prompt as a submit would, a few times over. */
  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ operationId: 'previewPrompt' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @Allow('submit', 'manage_queue')
  preview(@Body() { prompt, count, seed }: PreviewPromptDto): PromptPreviewDto {
    const seeds = Array.from({ length: count }, (_, index) => ((seed ?? -1) < 0 ? null : seed! + index));
    const resolved = seeds.map((own) => ({
      seed: own,
      ...resolvePrompt(prompt, own === null ? freshRandom() : seededRandom(own), this.files),
    }));
    const warnings = new Map(resolved.flatMap((one) => one.warnings).map((one) => [one.message, one]));
    return {
      samples: resolved.map(({ seed: own, text, choices }) => ({ seed: own, prompt: text, choices })),
      warnings: [...warnings.values()],
    };
  }

  /** The text of one; its name may have folders: `places/city`. */
  @Get('*name')
  @ApiOperation({ operationId: 'getWildcard' })
  @ApiParam({ name: 'name', type: String, example: 'places/city' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`wildcard_not_found`' })
  @Allow('submit', 'manage_queue')
  get(@Param('name') name: string | string[]): Promise<WildcardDto> {
    return this.library.read(nameOf(name));
  }

  /** Makes or replaces one. */
  @Put('*name')
  @ApiOperation({ operationId: 'putWildcard' })
  @ApiParam({ name: 'name', type: String, example: 'places/city' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({
    type: ProblemDto,
    description: '`wildcard_not_found`: in a folder that leads elsewhere',
  })
  @ApiConflictResponse({ type: ProblemDto, description: '`too_many_wildcards`' })
  @Allow('manage_queue')
  async put(@Param('name') name: string | string[], @Body() dto: WriteWildcardDto): Promise<WildcardDto> {
    await this.library.write(nameOf(name), dto.text);
    return this.library.read(nameOf(name));
  }

  /** Removes one. Jobs that have drawn from it keep what they drew. */
  @Delete('*name')
  @ApiOperation({ operationId: 'deleteWildcard' })
  @ApiParam({ name: 'name', type: String, example: 'places/city' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`wildcard_not_found`' })
  @Allow('manage_queue')
  async delete(@Param('name') name: string | string[]): Promise<WildcardDoneDto> {
    await this.library.delete(nameOf(name));
    return { success: true, message: `The wildcard "${nameOf(name)}" is deleted.` };
  }
}
