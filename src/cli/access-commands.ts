import type { AdminLinkDto } from '../access/console/session.dto.js';
import type { Api } from './running-queue.js';

export async function adminLink(api: Api): Promise<string> {
  const link = await api<AdminLinkDto>('POST', '/api/v1/session/link');
  const hours = Math.round(link.expires_in / 3600);
  return `${api.address}${link.path}\nIt signs one browser in, within ${hours} hours. Nobody else should see it.`;
}
