import { Body, Controller, Delete, Get, Param, Patch } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { ImagePatchDto } from './changes/changes.dto.js';
import { GalleryImageDto, ImageInfoDto } from './gallery.dto.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { GalleryImages } from './gallery-images.service.js';

/** Single images of the gallery. */
@ApiTags('gallery')
@Controller('api/v1/gallery/images')
export class GalleryController {
  constructor(private readonly images: GalleryImages) {}

  /** Everything that is known about one image. */
  @Get(':filename/info')
  @ApiOperation({ operationId: 'getImageInfo' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`, `image_file_missing`' })
  @Allow('gallery', 'read_own', 'read_all')
  info(@Param('filename') filename: string, @Caller() who: Principal): Promise<ImageInfoDto> {
    return this.images.info(filename, who);
  }

  /** Changes what people say of an image; what is left out stays as it is. */
  @Patch(':filename')
  @ApiOperation({ operationId: 'changeImage' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`, `invalid_field_value`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`' })
  @Allow('gallery')
  change(
    @Param('filename') filename: string,
    @Body() patch: ImagePatchDto,
    @Caller() who: Principal,
  ): Promise<GalleryImageDto> {
    return this.images.change(filename, patch, who);
  }

  /** Deletes one image for good: its entry, its file and its previews. */
  @Delete(':filename')
  @ApiOperation({ operationId: 'deleteImage' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_filename`' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`image_not_found`, `image_file_missing`' })
  @Allow('gallery')
  async remove(@Param('filename') filename: string, @Caller() who: Principal): Promise<MessageDto> {
    return { message: await this.images.remove(filename, who) };
  }
}
