import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import {
  CreateWorkflowDto,
  InspectWorkflowDto,
  ListWorkflowsQuery,
  ReplaceWorkflowDto,
  WorkflowDeletedDto,
  WorkflowDto,
  WorkflowInspectionDto,
  WorkflowListDto,
} from './workflows.dto.js';
import { WorkflowsService } from './workflows.service.js';

const BAD_REQUEST = {
  type: ProblemDto,
  description: '`invalid_field_value`, `unknown_app_type`, `app_type_without_workflows`',
};
const NO_SUCH_WORKFLOW = { type: ProblemDto, description: '`workflow_not_found`' };

@ApiTags('workflows')
@Allow('manage_servers')
@Controller('api/v2/workflows')
export class WorkflowsController {
  constructor(private readonly workflows: WorkflowsService) {}

  /** The templates that jobs may call by name: those that somebody has put in, and built-in ones. */
  @Get()
  @ApiOperation({ operationId: 'listWorkflows' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @Allow()
  list(@Query() query: ListWorkflowsQuery, @Caller() who: Principal): WorkflowListDto {
    return { workflows: this.workflows.list(query.app_type, who) };
  }

  /** Puts a workflow in under a name. That of a built-in one stands in for it, in jobs with plain parameters too. */
  @Post()
  @ApiOperation({ operationId: 'createWorkflow' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @ApiConflictResponse({ type: ProblemDto, description: '`workflow_exists`, `too_many_workflows`' })
  create(@Body() body: CreateWorkflowDto, @Caller() who: Principal): Promise<WorkflowDto> {
    return this.workflows.create(body, who);
  }

  /** What a workflow would become as a template. Nothing is stored. */
  @Post('inspect')
  @HttpCode(200)
  @ApiOperation({ operationId: 'inspectWorkflow' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @Allow('submit', 'manage_servers')
  inspect(@Body() body: InspectWorkflowDto, @Caller() who: Principal): WorkflowInspectionDto {
    return this.workflows.inspect(body, who);
  }

  /** One template with its workflow and its form. */
  @Get(':app_type/:name')
  @ApiOperation({ operationId: 'getWorkflow' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @ApiNotFoundResponse(NO_SUCH_WORKFLOW)
  @Allow()
  get(
    @Param('app_type') appType: string,
    @Param('name') name: string,
    @Caller() who: Principal,
  ): WorkflowDto {
    return this.workflows.get(appType, name, who);
  }

  /** Makes or replaces one. Jobs that were submitted with it keep the one of then. */
  @Put(':app_type/:name')
  @ApiOperation({ operationId: 'putWorkflow' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @ApiConflictResponse({ type: ProblemDto, description: '`too_many_workflows`' })
  put(
    @Param('app_type') appType: string,
    @Param('name') name: string,
    @Body() body: ReplaceWorkflowDto,
    @Caller() who: Principal,
  ): Promise<WorkflowDto> {
    return this.workflows.put(appType, name, body, who);
  }

  /** Removes one that somebody has put in. The built-in one of that name, if there is one, counts again. */
  @Delete(':app_type/:name')
  @ApiOperation({ operationId: 'deleteWorkflow' })
  @ApiBadRequestResponse(BAD_REQUEST)
  @ApiNotFoundResponse(NO_SUCH_WORKFLOW)
  @ApiConflictResponse({ type: ProblemDto, description: '`workflow_built_in`: those stay' })
  async delete(
    @Param('app_type') appType: string,
    @Param('name') name: string,
    @Caller() who: Principal,
  ): Promise<WorkflowDeletedDto> {
    const isBuiltInBack = await this.workflows.delete(appType, name, who);
    const what = isBuiltInBack ? 'is the built-in one again' : 'is deleted';
    return { success: true, message: `The template "${name}" ${what}.` };
  }
}
