import { Controller, Get, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../../access/contract/index.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { GallerySearch } from './gallery-search.service.js';
import {
  FacetsDto,
  GalleryPageDto,
  ImageFilterQuery,
  ListImagesQuery,
  TagsDto,
  TimelineDto,
} from './search.dto.js';

const BAD_FILTER = { type: ProblemDto, description: '`invalid_field_value`, `cursor_mismatch`' } as const;
const NO_COLLECTION = { type: ProblemDto, description: '`collection_not_found`' } as const;

/** Finding saved images. */
@ApiTags('gallery')
@Controller('api/v1/gallery')
export class SearchController {
  constructor(private readonly search: GallerySearch) {}

  /** Saved images, newest first or as `sort` says. New ones do not shift the pages that follow. */
  @Get('images')
  @ApiOperation({ operationId: 'listImages' })
  @ApiBadRequestResponse(BAD_FILTER)
  @ApiNotFoundResponse(NO_COLLECTION)
  @Allow('gallery', 'read_own', 'read_all')
  list(@Query() query: ListImagesQuery, @Caller() who: Principal): Promise<GalleryPageDto> {
    return this.search.list(query, who);
  }

  /** What the images have in common, to narrow a list by. */
  @Get('facets')
  @ApiOperation({ operationId: 'getImageFacets' })
  @ApiBadRequestResponse(BAD_FILTER)
  @ApiNotFoundResponse(NO_COLLECTION)
  @Allow('gallery', 'read_own', 'read_all')
  facets(@Query() query: ImageFilterQuery, @Caller() who: Principal): Promise<FacetsDto> {
    return this.search.facets(query, who);
  }

  /** On which days the images were made. */
  @Get('timeline')
  @ApiOperation({ operationId: 'getImageTimeline' })
  @ApiBadRequestResponse(BAD_FILTER)
  @ApiNotFoundResponse(NO_COLLECTION)
  @Allow('gallery', 'read_own', 'read_all')
  timeline(@Query() query: ImageFilterQuery, @Caller() who: Principal): Promise<TimelineDto> {
    return this.search.timeline(query, who);
  }

  /** The tags in use. */
  @Get('tags')
  @ApiOperation({ operationId: 'listImageTags' })
  @Allow('gallery', 'read_own', 'read_all')
  tags(@Caller() who: Principal): Promise<TagsDto> {
    return this.search.tags(who);
  }
}
