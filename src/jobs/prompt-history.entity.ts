import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A pair of prompts that a caller has used, as it was written. */
@Entity('prompt_history')
@Index('prompt_history_by_time', ['owner', 'lastUsed'])
export class PromptHistoryEntity {
  /** Of the principal: `key:7`, `console`. */
  @PrimaryColumn('varchar') owner!: string;
  /** Of both prompts. */
  @PrimaryColumn('varchar') sha256!: string;
  @Column('text') prompt!: string;
  @Column('text', { name: 'negative_prompt' }) negativePrompt!: string;
  @Column('varchar', { name: 'last_used' }) lastUsed!: string;
  @Column('integer') count!: number;
}
