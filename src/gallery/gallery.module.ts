import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { ImageActions } from './changes/image-actions.service.js';
import { ImageActionsController } from './changes/image-actions.controller.js';
import { ImageChanges } from './changes/image-changes.repository.js';
import { TrashEmptier } from './changes/trash-emptier.js';
import { DetailsBackfill } from './details/details-backfill.js';
import { DetailsRepository } from './details/details.repository.js';
import { ImageImporter } from './imports/image-importer.js';
import { ImportsController } from './imports/imports.controller.js';
import { InfotextController } from './metadata/infotext.controller.js';
import { PreviewsRepository } from './previews/previews.repository.js';
import { PreviewWorker } from './previews/preview-worker.js';
import { Retention } from './storage/retention.js';
import { RetentionRepository } from './storage/retention.repository.js';
import { StorageController } from './storage/storage.controller.js';
import { StorageService } from './storage/storage.service.js';
import { ZipOrders } from './zips/zip-orders.js';
import { ZipWriter } from './zips/zip-writer.js';
import { ZipsController } from './zips/zips.controller.js';
import { CollectionsController } from './collections/collections.controller.js';
import { CollectionsRepository } from './collections/collections.repository.js';
import { CollectionsService } from './collections/collections.service.js';
import { GalleryController } from './gallery.controller.js';
import { GalleryImages } from './gallery-images.service.js';
import { GalleryService } from './gallery.service.js';
import { ImageFiles } from './image-files.js';
import { ImageJanitor } from './image-janitor.js';
import { ImageRemoval } from './image-removal.js';
import { ImageStore } from './image-store.js';
import { ImagesController } from './images.controller.js';
import { ImagesRepository } from './images.repository.js';
import { GallerySearch } from './search/gallery-search.service.js';
import { ImageIndex } from './search/image-index.js';
import { ImageIndexRepository } from './search/image-index.repository.js';
import { ImagePages } from './search/image-pages.repository.js';
import { ImageText } from './search/image-text.repository.js';
import { SearchController } from './search/search.controller.js';
import { Thumbnails } from './thumbnails.js';

/** Saved images: `ImageStore` for whoever runs jobs, `GalleryService` for whoever shows them. */
@Module({
  controllers: [
    SearchController,
    ImageActionsController,
    CollectionsController,
    ZipsController,
    ImportsController,
    InfotextController,
    StorageController,
    GalleryController,
    ImagesController,
  ],
  providers: [
    ImagesRepository,
    ImageJanitor,
    ImageStore,
    GalleryService,
    GalleryImages,
    ImageIndexRepository,
    ImageIndex,
    ImageText,
    ImagePages,
    GallerySearch,
    CollectionsRepository,
    CollectionsService,
    ImageChanges,
    ImageActions,
    ImageRemoval,
    TrashEmptier,
    DetailsRepository,
    DetailsBackfill,
    PreviewsRepository,
    PreviewWorker,
    ZipOrders,
    ZipWriter,
    ImageImporter,
    RetentionRepository,
    Retention,
    StorageService,
    {
      provide: ImageFiles,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new ImageFiles(settings.imagesDir),
    },
    {
      provide: Thumbnails,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new Thumbnails(join(settings.dataDir, 'thumbnails')),
    },
  ],
  exports: [ImageStore, GalleryService],
})
export class GalleryModule {}
