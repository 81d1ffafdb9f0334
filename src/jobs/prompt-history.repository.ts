// Prompts that were submitted, each pair once for each caller. Written with the jobs, read by those who wrote them.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';

export interface WrittenPrompts {
  prompt: string;
  negativePrompt: string;
}

export interface UsedPrompt {
  prompt: string;
  negativePrompt: string;
  lastUsed: string;
  count: number;
}

/** What is longer was hardly written by hand, and the list is to be read by people. */
const MAX_CHARS = 10_000;
const KEPT = 1_000;
/** Of jobs that were submitted together: thousands of lines of a file would leave nothing else in the history. */
const AT_ONCE = 20;

/**
 * Part of the write that stores the jobs of one submit; those that are the same count together.
 * @param keyId of the key that submits; null for the console
 */
export async function rememberPrompts(
  manager: EntityManager,
  keyId: number | null,
  written: Iterable<WrittenPrompts>,
  now: string,
): Promise<void> {
  const owner = keyId === null ? 'console' : `key:${keyId}`;
  for (const { prompt, negativePrompt, count, sha256 } of counted(written)) {
    await manager.query(
      `INSERT INTO prompt_history (owner, sha256, prompt, negative_prompt, last_used, count) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (owner, sha256) DO UPDATE SET last_used = excluded.last_used, count = count + excluded.count`,
      [owner, sha256, prompt, negativePrompt, now, count],
    );
  }
}

type Counted = WrittenPrompts & { sha256: string; count: number };

function counted(written: Iterable<WrittenPrompts>): Iterable<Counted> {
  const found = new Map<string, Counted>();
  for (const one of written) {
    if (!isKept(one)) continue;
    const id = JSON.stringify([one.prompt, one.negativePrompt]);
    const before = found.get(id);
    if (before) before.count += 1;
    else if (found.size < AT_ONCE)
      found.set(id, { ...one, count: 1, sha256: createHash('sha256').update(id).digest('hex') });
  }
  return found.values();
}

@Injectable()
export class PromptHistoryRepository {
  constructor(private readonly database: Database) {}

  /** The last used first. */
  list(owner: string, limit: number, text: string | undefined): Promise<UsedPrompt[]> {
    const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    return this.database.read((manager) =>
      manager.query<UsedPrompt[]>(
        `SELECT prompt, negative_prompt AS negativePrompt, last_used AS lastUsed, count FROM prompt_history
         WHERE owner = ? AND (? IS NULL OR prompt LIKE ? ESCAPE '\\' OR negative_prompt LIKE ? ESCAPE '\\')
         ORDER BY last_used DESC, sha256 LIMIT ?`,
        [owner, pattern, pattern, pattern, limit],
      ),
    );
  }

  /** @returns how many */
  async forget(owner: string): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `DELETE FROM prompt_history WHERE owner = ? RETURNING owner`,
        [owner],
      );
      return rows.length;
    });
  }

  /** Forgets all but the last used ones of each caller. */
  async prune(): Promise<void> {
    await this.database.write(async (manager) => {
      const owners = await manager.query<{ owner: string }[]>(
        `SELECT owner FROM prompt_history GROUP BY owner HAVING count(*) > ${KEPT}`,
      );
      for (const { owner } of owners)
        await manager.query(
          `DELETE FROM prompt_history WHERE owner = ? AND sha256 NOT IN
             (SELECT sha256 FROM prompt_history WHERE owner = ? ORDER BY last_used DESC, sha256 LIMIT ${KEPT})`,
          [owner, owner],
        );
    });
  }
}

function isKept({ prompt, negativePrompt }: WrittenPrompts): boolean {
  return prompt.trim() !== '' && prompt.length + negativePrompt.length <= MAX_CHARS;
}
