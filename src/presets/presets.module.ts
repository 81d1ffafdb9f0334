import { Module } from '@nestjs/common';
import { PresetsController } from './presets.controller.js';
import { PresetsRepository } from './presets.repository.js';
import { PresetsService } from './presets.service.js';

/** Saved parameters, styles and searches. */
@Module({ controllers: [PresetsController], providers: [PresetsRepository, PresetsService] })
export class PresetsModule {}
