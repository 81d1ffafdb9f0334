import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { GalleryController } from './gallery.controller.js';
import { GalleryService } from './gallery.service.js';
import { ImageFiles } from './image-files.js';
import { ImageJanitor } from './image-janitor.js';
import { ImageStore } from './image-store.js';
import { ImagesController } from './images.controller.js';
import { ImagesRepository } from './images.repository.js';
import { Thumbnails } from './thumbnails.js';

/** Saved images: `ImageStore` for whoever runs jobs, `GalleryService` for whoever shows them. */
@Module({
  controllers: [GalleryController, ImagesController],
  providers: [
    ImagesRepository,
    ImageJanitor,
    ImageStore,
    GalleryService,
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
