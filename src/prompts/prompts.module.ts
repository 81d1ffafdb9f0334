import { Module } from '@nestjs/common';
import { DynamicPrompts } from './dynamic-prompts.js';
import { WildcardFiles } from './wildcard-files.js';
import { WildcardLibrary } from './wildcard-library.js';
import { WildcardsController } from './wildcards.controller.js';

/** Dynamic prompts and the wildcard files that they draw from. */
@Module({
  controllers: [WildcardsController],
  providers: [DynamicPrompts, WildcardFiles, WildcardLibrary],
  exports: [DynamicPrompts],
})
export class PromptsModule {}
