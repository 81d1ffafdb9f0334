import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { DemoDto } from './demo.dto.js';
import { DemoService } from './demo.service.js';

@ApiTags('system')
@Allow('admin')
@Controller('api/v1/demo')
export class DemoController {
  constructor(private readonly demo: DemoService) {}

  /** Whether the simulated servers run. */
  @Get()
  @ApiOperation({ operationId: 'getDemo' })
  get(): DemoDto {
    return this.demo.state();
  }

  /** Starts simulated servers, two Forges and a ComfyUI, inside this process and adds them; they start with it again until they are removed. */
  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'startDemo' })
  @ApiConflictResponse({
    type: ProblemDto,
    description: '`demo_alias_taken`: a server that is not of the demo has that name',
  })
  start(): Promise<DemoDto> {
    return this.demo.start();
  }

  /** Stops and removes them. What ran or waited there waits, for another server if it may go there. */
  @Delete()
  @ApiOperation({ operationId: 'stopDemo' })
  stop(): Promise<DemoDto> {
    return this.demo.stop();
  }
}
