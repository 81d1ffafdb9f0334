import type { Principal } from '../../access/contract/index.js';
import { NotFoundError } from '../../common/errors.js';
import type { CollectionEntity } from './collection.entity.js';
import type { CollectionsRepository } from './collections.repository.js';

/** Seeing everybody's images does not open their collections: those are their owner's and an administrator's. */
export function mayUseCollection(who: Principal, collection: { apiKeyId: number | null }): boolean {
  return who.can('admin') || who.owns(collection.apiKeyId);
}

/** @throws NotFoundError also for somebody else's */
export async function findCollection(
  repository: CollectionsRepository,
  id: number | string,
  who: Principal,
): Promise<CollectionEntity> {
  const collection = /^\d{1,15}$/.test(String(id)) ? await repository.find(Number(id)) : null;
  if (!collection || !mayUseCollection(who, collection)) throw new NotFoundError('collection', String(id));
  return collection;
}
