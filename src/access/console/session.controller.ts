import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { MessageDto } from '../../common/message.dto.js';
import { InvalidRequestError } from '../../common/errors.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { ConsoleOnlyError } from '../access.errors.js';
import { ACCESS_SETTINGS, type AccessSettings } from '../access-settings.js';
import { Allow, Caller, Open, Principal, type RequestWithPrincipal } from '../contract/index.js';
import { AdminLink, LINK_HOURS, linkPath } from './admin-link.js';
import { ConsolePassword } from './console-password.js';
import { ConsoleSignIn } from './console-sign-in.js';
import { clearSessionCookie, writeSessionCookie } from './session-cookie.js';
import { toSession } from './session-mapping.js';
import { AdminLinkDto, ChangePasswordDto, SessionDto, SignInDto } from './session.dto.js';

/** Signing in to the console. Programs use keys instead. */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly console: ConsoleSignIn,
    private readonly password: ConsolePassword,
    private readonly link: AdminLink,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  /** Who asks, and how one signs in here. Never an error. */
  @Get()
  @ApiOperation({ operationId: 'getSession' })
  @ApiOkResponse({ type: SessionDto })
  @Open()
  show(@Caller() who: Principal): SessionDto {
    return toSession(who, this.settings, this.password);
  }

  /** Signs in with the password or with the token of a one-click link; the answer sets a cookie (30 days from the last use). */
  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'signIn' })
  @ApiOkResponse({ type: SessionDto })
  @ApiUnauthorizedResponse({ type: ProblemDto, description: '`wrong_password`, `invalid_link`' })
  @ApiConflictResponse({ type: ProblemDto, description: '`no_password`' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: '`too_many_failed_attempts`' })
  @Open()
  async signIn(
    @Body() body: SignInDto,
    @Req() request: RequestWithPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    // Null is sent by forms for what they leave out.
    const given = { token: body?.token ?? undefined, password: body?.password ?? undefined };
    if (given.token === undefined && given.password === undefined)
      throw new InvalidRequestError('Send either token or password.');
    const id = await this.console.signIn(given, request);
    writeSessionCookie(response, request.secure, id);
    return toSession(Principal.console('session'), this.settings, this.password);
  }

  /** Signs this browser out. */
  @Delete()
  @ApiOperation({ operationId: 'signOut' })
  @Open()
  async signOut(
    @Req() request: RequestWithPrincipal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MessageDto> {
    await this.console.signOut(request);
    clearSessionCookie(response, request.secure);
    return { message: 'Signed out.' };
  }

  /** Sets the password of the console and signs out every other browser. */
  @Put('password')
  @ApiOperation({ operationId: 'setConsolePassword' })
  @ApiConflictResponse({ type: ProblemDto, description: '`password_from_environment`' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: '`too_many_failed_attempts`' })
  @Allow('admin')
  async setPassword(
    @Body() body: ChangePasswordDto,
    @Caller() who: Principal,
    @Req() request: RequestWithPrincipal,
  ): Promise<MessageDto> {
    requireConsole(who);
    await this.console.changePassword(body, request);
    return { message: 'The password is set; every other browser has to sign in again.' };
  }

  /** A new one-click link, in place of the last one. */
  @Post('link')
  @ApiOperation({ operationId: 'createAdminLink' })
  @ApiCreatedResponse({ type: AdminLinkDto })
  @Allow('admin')
  async createLink(@Caller() who: Principal): Promise<AdminLinkDto> {
    requireConsole(who);
    return { path: linkPath(await this.link.make()), expires_in: LINK_HOURS * 3600 };
  }
}

/** A key must not make itself an access that outlives it. @throws ConsoleOnlyError */
export function requireConsole(who: Principal): void {
  if (who.kind !== 'console') throw new ConsoleOnlyError();
}
