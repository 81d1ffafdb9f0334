import { Controller, Delete, Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { PromptHistoryDto, PromptHistoryQuery } from './prompt-history.dto.js';
import { PromptHistory } from './prompt-history.js';

/** Each caller sees its own only, whatever its scopes. */
@ApiTags('jobs')
@Allow('submit', 'read_own', 'manage_queue')
@Controller('api/v2/prompt-history')
export class PromptHistoryController {
  constructor(private readonly history: PromptHistory) {}

  /** The prompts of this caller's own jobs, each pair once. */
  @Get()
  @ApiOperation({ operationId: 'listPromptHistory' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`' })
  list(@Query() query: PromptHistoryQuery, @Caller() who: Principal): Promise<PromptHistoryDto> {
    return this.history.list(query, who);
  }

  /** Forgets them. */
  @Delete()
  @ApiOperation({ operationId: 'forgetPromptHistory' })
  async forget(@Caller() who: Principal): Promise<MessageDto> {
    const prompts = await this.history.forget(who);
    return { message: `${prompts} ${prompts === 1 ? 'prompt is' : 'prompts are'} forgotten.` };
  }
}
