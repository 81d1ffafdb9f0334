import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../access/contract/index.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { BackupDto, BackupListDto, RestoreMarkDto } from './backups.dto.js';
import { BackupsService } from './backups.service.js';

const NO_SUCH_BACKUP = { type: ProblemDto, description: '`backup_not_found`' };

@ApiTags('system')
@Allow('admin')
@Controller('api/v1/system')
export class BackupsController {
  constructor(private readonly backups: BackupsService) {}

  /** Copies of the database, the newest first. */
  @Get('backups')
  @ApiOperation({ operationId: 'listBackups' })
  list(): Promise<BackupListDto> {
    return this.backups.all();
  }

  /** Makes one now, and checks it. */
  @Post('backups')
  @ApiOperation({ operationId: 'makeBackup' })
  @ApiResponse({ status: 507, type: ProblemDto, description: '`disk_full`' })
  make(): Promise<BackupDto> {
    return this.backups.make('manual');
  }

  /** The file. It holds every prompt: keep it as secret as the data folder. */
  @Get('backups/:name')
  @ApiOperation({ operationId: 'downloadBackup' })
  @ApiNotFoundResponse(NO_SUCH_BACKUP)
  @ApiOkResponse({
    content: { 'application/vnd.sqlite3': { schema: { type: 'string', format: 'binary' } } },
  })
  async download(@Param('name') name: string, @Res() response: Response): Promise<void> {
    const { path, bytes } = await this.backups.find(name);
    response.set({
      'Content-Type': 'application/vnd.sqlite3',
      'Content-Length': String(bytes),
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    });
    // Whoever leaves in the middle has no use of an answer.
    await pipeline(createReadStream(path), response).catch(() => response.destroy());
  }

  @Delete('backups/:name')
  @ApiOperation({ operationId: 'deleteBackup' })
  @ApiNotFoundResponse(NO_SUCH_BACKUP)
  @ApiConflictResponse({ type: ProblemDto, description: '`restore_pending`: it is to be restored' })
  async remove(@Param('name') name: string): Promise<MessageDto> {
    await this.backups.remove(name);
    return { message: `The backup "${name}" is deleted.` };
  }

  /** The next start puts it in place of the database, after a copy of what is there then. Until then all goes on. */
  @Post('backups/:name/restore')
  @HttpCode(200)
  @ApiOperation({ operationId: 'restoreBackup' })
  @ApiNotFoundResponse(NO_SUCH_BACKUP)
  @ApiConflictResponse({ type: ProblemDto, description: '`backup_unusable`, `backup_too_new`' })
  async restore(@Param('name') name: string): Promise<RestoreMarkDto> {
    await this.backups.restoreAtNextStart(name);
    const message = `The next start of StableQueue puts the backup "${name}" in place of the database.`;
    return { message, restore_pending: name };
  }

  /** Takes that back. */
  @Delete('restore')
  @ApiOperation({ operationId: 'cancelRestore' })
  async keep(): Promise<RestoreMarkDto> {
    const was = await this.backups.keepDatabase();
    return { message: was ? 'The database stays.' : 'Nothing was to be restored.', restore_pending: null };
  }
}
