import { Module } from '@nestjs/common';
import { MemoryBook } from './memory-book.js';
import { MemorySamplesRepository } from './memory-samples.repository.js';

/** What jobs need of the memory of a GPU, learned from those before them. */
@Module({ providers: [MemoryBook, MemorySamplesRepository], exports: [MemoryBook] })
export class MemoryModule {}
