import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../../access/contract/index.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { ImageActionDto, ImageActionResultDto, TrashEmptiedDto } from './changes.dto.js';
import { ImageActions } from './image-actions.service.js';
import { TrashEmptier } from './trash-emptier.js';

/** Changing many images at once. */
@ApiTags('gallery')
@Controller('api/v1/gallery')
export class ImageActionsController {
  constructor(
    private readonly actions: ImageActions,
    private readonly trash: TrashEmptier,
  ) {}

  /** One action on up to 1,000 images. What cannot be done is named for each image; the rest is done. */
  @Post('images/actions')
  @HttpCode(200)
  @ApiOperation({ operationId: 'actOnImages' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`collection_not_found`' })
  @Allow('gallery')
  act(@Body() request: ImageActionDto, @Caller() who: Principal): Promise<ImageActionResultDto> {
    return this.actions.act(request, who);
  }

  /** Deletes everything in the trash for good, whoever it belongs to. */
  @Delete('trash')
  @ApiOperation({ operationId: 'emptyImageTrash' })
  @Allow('gallery')
  async emptyTrash(): Promise<TrashEmptiedDto> {
    const { images } = await this.trash.empty();
    return { deleted: images };
  }
}
