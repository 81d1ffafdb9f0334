// What names a server elsewhere follows it to its new name.
import type { EntityManager } from 'typeorm';

/**
 * Jobs and bulks that ask for it and keys that are restricted to it; completed jobs say on which server they ran. Part
 * of the write that renames it. Else a job that comes back to the queue would wait for nobody, and whoever takes the old
 * name would get the keys' jobs.
 */
export async function renameEverywhere(manager: EntityManager, from: string, to: string): Promise<void> {
  await manager.query(
    `UPDATE jobs SET target_server_alias = ? WHERE target_server_alias = ? AND status <> 'completed'`,
    [to, from],
  );
  await manager.query(`UPDATE bulks SET target_server_alias = ? WHERE target_server_alias = ?`, [to, from]);
  await manager.query(
    `UPDATE api_keys SET servers_json =
       (SELECT json_group_array(DISTINCT CASE WHEN value = ? THEN ? ELSE value END) FROM json_each(api_keys.servers_json))
     WHERE servers_json IS NOT NULL AND json_valid(servers_json)
       AND EXISTS (SELECT 1 FROM json_each(api_keys.servers_json) WHERE value = ?)`,
    [from, to, from],
  );
}
