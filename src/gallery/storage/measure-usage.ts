// How many images there are and what they weigh, from the columns in memory. Pure.
import type { ImageColumns } from '../search/image-columns.js';
import type { AmountDto, MonthAmountDto, ServerAmountDto, StorageDto } from './storage.dto.js';

export type Usage = Pick<StorageDto, 'images' | 'bytes' | 'trash' | 'favourites' | 'by_month' | 'by_server'>;

export function measureUsage(columns: ImageColumns): Usage {
  const all: AmountDto = { images: 0, bytes: 0 };
  const trash: AmountDto = { images: 0, bytes: 0 };
  const favourites: AmountDto = { images: 0, bytes: 0 };
  const months = new Map<string, AmountDto>();
  const servers = new Map<number, AmountDto>();
  for (let at = 0; at < columns.length; at += 1) {
    if (!columns.isSaved(at)) continue;
    const bytes = columns.bytes[at]!;
    add(all, bytes);
    if (columns.isTrashed(at)) add(trash, bytes);
    if (columns.isFavourite(at)) add(favourites, bytes);
    add(of(months, monthOf(columns.created[at]!)), bytes);
    add(of(servers, columns.server[at]!), bytes);
  }
  return { ...all, trash, favourites, by_month: byMonth(months), by_server: byServer(servers, columns) };
}

function add(amount: AmountDto, bytes: number): void {
  amount.images += 1;
  amount.bytes += bytes;
}

function of<K>(amounts: Map<K, AmountDto>, key: K): AmountDto {
  let amount = amounts.get(key);
  if (!amount) amounts.set(key, (amount = { images: 0, bytes: 0 }));
  return amount;
}

function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

function byMonth(months: Map<string, AmountDto>): MonthAmountDto[] {
  const found = [...months].map(([month, amount]) => ({ month, ...amount }));
  return found.sort((a, b) => (a.month < b.month ? 1 : -1));
}

function byServer(servers: Map<number, AmountDto>, columns: ImageColumns): ServerAmountDto[] {
  const found = [...servers].map(([code, amount]) => ({
    server_alias: columns.names.server.textOf(code),
    ...amount,
  }));
  return found.sort((a, b) => b.bytes - a.bytes);
}
