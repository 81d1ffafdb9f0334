// Two bulks never share an id: the table refuses it, and another is tried.
import { newGroupId, type GroupKind } from '../jobs/job-group.js';

const TRIES = 5;

/** @throws whatever `store` throws */
export async function underNewId<T>(kind: GroupKind, store: (id: string) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await store(newGroupId(kind));
    } catch (error) {
      if (tries === TRIES || !isTaken(error)) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed: bulks\.id/.test(error.message);
}
