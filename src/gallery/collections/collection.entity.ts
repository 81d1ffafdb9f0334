import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** Images that somebody has put together under a name. */
@Entity('collections')
export class CollectionEntity {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar') name!: string;
  /** Of the key that made it; null for the console's. */
  @Column('integer', { name: 'api_key_id', nullable: true }) apiKeyId!: number | null;
  @Column('varchar', { name: 'created_timestamp' }) createdAt!: string;
}

/** Goes with its image and with its collection, by triggers. */
@Entity('collection_images', { withoutRowid: true })
@Index('collection_images_by_collection', ['collectionId'])
export class CollectionImageEntity {
  @PrimaryColumn('integer', { name: 'image_id' }) imageId!: number;
  @PrimaryColumn('integer', { name: 'collection_id' }) collectionId!: number;
}
