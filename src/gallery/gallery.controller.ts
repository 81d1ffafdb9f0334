import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { GalleryPageDto, ImageInfoDto, ListImagesQuery } from './gallery.dto.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { GalleryService } from './gallery.service.js';

/** The gallery: lists and details of saved images. */
@ApiTags('gallery')
@Controller('api/v1/gallery/images')
export class GalleryController {
  constructor(private readonly gallery: GalleryService) {}

  /** Saved images, newest first. New ones do not shift the pages that follow. */
  @Get()
  @ApiOperation({ operationId: 'listImages' })
  @Allow('gallery', 'read_own', 'read_all')
  list(@Query() query: ListImagesQuery, @Caller() who: Principal): Promise<GalleryPageDto> {
    return this.gallery.list(query, who);
  }

  /** Everything that is known about one image. */
  @Get(':filename/info')
  @ApiOperation({ operationId: 'getImageInfo' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`, `image_file_missing`' })
  @Allow('gallery', 'read_own', 'read_all')
  info(@Param('filename') filename: string, @Caller() who: Principal): Promise<ImageInfoDto> {
    return this.gallery.info(filename, who);
  }

  /** Deletes one image for good: its entry, its file and its previews. */
  @Delete(':filename')
  @ApiOperation({ operationId: 'deleteImage' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`, `image_file_missing`' })
  @Allow('gallery')
  async remove(@Param('filename') filename: string, @Caller() who: Principal): Promise<MessageDto> {
    return { message: await this.gallery.remove(filename, who) };
  }
}
