import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../../access/contract/index.js';
import { MessageDto } from '../../common/message.dto.js';
import { ProblemDto } from '../../common/problem.dto.js';
import { CollectionDto, CollectionFormDto, CollectionsDto } from './collections.dto.js';
import { CollectionsService } from './collections.service.js';

const NO_COLLECTION = { type: ProblemDto, description: '`collection_not_found`' } as const;

/** Images put together under a name. Each caller has its own; administrators see everybody's. */
@ApiTags('gallery')
@Controller('api/v1/gallery/collections')
export class CollectionsController {
  constructor(private readonly collections: CollectionsService) {}

  /** The caller's collections, by name. */
  @Get()
  @ApiOperation({ operationId: 'listCollections' })
  @Allow('gallery', 'read_own', 'read_all')
  async list(@Caller() who: Principal): Promise<CollectionsDto> {
    return { collections: await this.collections.list(who) };
  }

  /** Makes an empty one; images are added by `POST /api/v1/gallery/images/actions`. */
  @Post()
  @ApiOperation({ operationId: 'addCollection' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: '`too_many_collections`' })
  @Allow('gallery')
  add(@Body() form: CollectionFormDto, @Caller() who: Principal): Promise<CollectionDto> {
    return this.collections.add(form.name, who);
  }

  @Patch(':id')
  @ApiOperation({ operationId: 'renameCollection' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse(NO_COLLECTION)
  @Allow('gallery')
  rename(
    @Param('id') id: string,
    @Body() form: CollectionFormDto,
    @Caller() who: Principal,
  ): Promise<CollectionDto> {
    return this.collections.rename(id, form.name, who);
  }

  /** Forgets a collection; its images stay. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteCollection' })
  @ApiNotFoundResponse(NO_COLLECTION)
  @Allow('gallery')
  async remove(@Param('id') id: string, @Caller() who: Principal): Promise<MessageDto> {
    return { message: await this.collections.remove(id, who) };
  }
}
