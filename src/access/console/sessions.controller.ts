import { Controller, Delete, Get, Param, Req } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NotFoundError } from '../../common/errors.js';
import { MessageDto } from '../../common/message.dto.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { Allow, Caller, type Principal, type RequestWithPrincipal } from '../contract/index.js';
import { ConsoleSessions } from './console-sessions.js';
import { ConsoleSignIn } from './console-sign-in.js';
import { requireConsole } from './session.controller.js';
import { toBrowser } from './session-mapping.js';
import { SignedInBrowsersDto } from './session.dto.js';

/** The browsers that are signed in to the console. */
@ApiTags('session')
@Controller('api/v1/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: ConsoleSessions,
    private readonly console: ConsoleSignIn,
  ) {}

  /** Newest first. */
  @Get()
  @ApiOperation({ operationId: 'listSessions' })
  @ApiOkResponse({ type: SignedInBrowsersDto })
  @Allow('admin')
  list(@Caller() who: Principal, @Req() request: RequestWithPrincipal): SignedInBrowsersDto {
    requireConsole(who);
    const current = this.console.current(request)?.idHash;
    return { sessions: this.sessions.list().map((session) => toBrowser(session, current)) };
  }

  /** Signs that browser out at once. */
  @Delete(':id')
  @ApiOperation({ operationId: 'closeSession' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`session_not_found`' })
  @Allow('admin')
  async close(@Param('id') id: string, @Caller() who: Principal): Promise<MessageDto> {
    requireConsole(who);
    if (!(await this.sessions.closeNamed(id))) throw new NotFoundError('session', id);
    return { message: 'That browser is signed out.' };
  }
}
