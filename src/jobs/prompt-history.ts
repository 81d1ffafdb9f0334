import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { PromptHistoryRepository } from './prompt-history.repository.js';
import type { PromptHistoryDto, PromptHistoryQuery } from './prompt-history.dto.js';

/** What a caller has asked for before, to ask for it again. */
@Injectable()
export class PromptHistory {
  constructor(private readonly repository: PromptHistoryRepository) {}

  async list({ limit, q }: PromptHistoryQuery, who: Principal): Promise<PromptHistoryDto> {
    const prompts = await this.repository.list(who.owner, limit, q || undefined);
    return {
      prompts: prompts.map(({ prompt, negativePrompt, lastUsed, count }) => ({
        ...{ prompt, negative_prompt: negativePrompt, last_used: lastUsed, count },
      })),
    };
  }

  forget(who: Principal): Promise<number> {
    return this.repository.forget(who.owner);
  }

  @ScheduledTask({
    name: 'prune-prompt-history',
    description: 'Forgets prompts beyond the last 1,000 of each caller.',
    everyMs: 3_600_000,
  })
  prune(): Promise<void> {
    return this.repository.prune();
  }
}
