import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { DownloadQuery, PreviewQuery } from './gallery.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { GalleryService } from './gallery.service.js';
import { sendBytes, sendImage } from './send-image.js';

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

/** The files of saved images. */
@ApiTags('images')
@Controller('api/v1/images')
export class ImagesController {
  constructor(private readonly gallery: GalleryService) {}

  /** A small WebP of an image, for lists. Never changes, so it may be kept for ever. */
  @Get('preview/:filename')
  @ApiOperation({ operationId: 'previewImage' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`, `image_file_missing`' })
  @ApiProduces('image/webp')
  @ApiOkResponse(FILE)
  @Allow('gallery', 'read_own', 'read_all')
  async preview(
    @Param('filename') filename: string,
    @Query() query: PreviewQuery,
    @Caller() who: Principal,
    @Res() response: Response,
  ): Promise<void> {
    await sendImage(response, await this.gallery.preview(filename, query.size, who), 'inline', who);
  }

  /** The file exactly as the server made it, with its metadata unless that is to be left out. Takes `Range`. */
  @Get('download/:filename')
  @ApiOperation({ operationId: 'downloadImage' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`, `image_file_missing`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`image_damaged`, with `metadata=strip`' })
  @ApiProduces('image/png', 'image/jpeg', 'image/webp')
  @ApiOkResponse(FILE)
  @Allow('gallery', 'read_own', 'read_all')
  async download(
    @Param('filename') filename: string,
    @Query() query: DownloadQuery,
    @Caller() who: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const disposition = query.attachment === '1' ? 'attachment' : 'inline';
    if (query.metadata === 'strip')
      return sendBytes(response, await this.gallery.plainDownload(filename, who), disposition, who);
    await sendImage(response, await this.gallery.download(filename, who), disposition, who);
  }
}
