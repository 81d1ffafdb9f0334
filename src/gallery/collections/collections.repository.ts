import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { CollectionEntity } from './collection.entity.js';

@Injectable()
export class CollectionsRepository {
  constructor(private readonly database: Database) {}

  /** By name; `apiKeyId` undefined: everybody's. */
  list(apiKeyId?: number | null): Promise<CollectionEntity[]> {
    return this.database.read((manager) => {
      const query = manager.createQueryBuilder(CollectionEntity, 'collection');
      if (apiKeyId !== undefined) query.where({ apiKeyId });
      return query.orderBy('collection.name').addOrderBy('collection.id').getMany();
    });
  }

  find(id: number): Promise<CollectionEntity | null> {
    return this.database.read((manager) => manager.findOneBy(CollectionEntity, { id }));
  }

  /** Those that an image is in, by name. */
  ofImage(imageId: number): Promise<CollectionEntity[]> {
    return this.database.read((manager) =>
      manager
        .createQueryBuilder(CollectionEntity, 'collection')
        .where('collection.id IN (SELECT collection_id FROM collection_images WHERE image_id = :imageId)', {
          imageId,
        })
        .orderBy('collection.name')
        .getMany(),
    );
  }

  /** Null when this owner has `most` of them already. */
  add(
    name: string,
    apiKeyId: number | null,
    createdAt: string,
    most: number,
  ): Promise<CollectionEntity | null> {
    return this.database.write(async (manager) => {
      const [{ count }] = await manager.query<[{ count: number }]>(
        `SELECT count(*) AS count FROM collections WHERE api_key_id IS ?`,
        [apiKeyId],
      );
      if (count >= most) return null;
      return manager.save(CollectionEntity, { name, apiKeyId, createdAt });
    });
  }

  async rename(id: number, name: string): Promise<void> {
    await this.database.write((manager) => manager.update(CollectionEntity, { id }, { name }));
  }

  async remove(id: number): Promise<void> {
    await this.database.write((manager) => manager.delete(CollectionEntity, { id }));
  }
}
