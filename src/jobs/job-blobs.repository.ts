// Long texts of requests, stored once each. Statements for the caller's unit of work.
import type { EntityManager } from 'typeorm';

export async function storeBlobs(
  manager: EntityManager,
  jobId: string,
  blobs: ReadonlyMap<string, string>,
  stored = new Set<string>(),
): Promise<void> {
  for (const [sha256, text] of blobs) {
    if (!stored.has(sha256))
      await manager.query(`INSERT INTO job_blobs (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING`, [
        sha256,
        text,
      ]);
    stored.add(sha256);
    await manager.query(
      `INSERT INTO job_blob_uses (mobilesd_job_id, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING`,
      [jobId, sha256],
    );
  }
}

export async function readBlobs(
  manager: EntityManager,
  hashes: Iterable<string>,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const sha256 of hashes) {
    const [row] = await manager.query<{ text: string }[]>(`SELECT text FROM job_blobs WHERE sha256 = ?`, [
      sha256,
    ]);
    if (row) texts.set(sha256, row.text);
  }
  return texts;
}

/** After jobs were deleted: texts that no other job uses. */
export async function dropUnusedBlobs(manager: EntityManager): Promise<void> {
  await manager.query(
    `DELETE FROM job_blobs WHERE NOT EXISTS (SELECT 1 FROM job_blob_uses WHERE job_blob_uses.sha256 = job_blobs.sha256)`,
  );
}
