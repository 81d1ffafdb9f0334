import { useNavigate, useSearch } from '@tanstack/react-router';

export const TABS = ['keys', 'log', 'console'] as const;
export type Tab = (typeof TABS)[number];

export interface KeysAddress {
  tab: Tab;
  /** The key whose sheet is open. */
  keyId: number | null;
}

/** `?tab=console`, `?key=2`. */
export function useKeysAddress(): [KeysAddress, (next: Partial<KeysAddress>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const tab = TABS.find((one) => one === search['tab']) ?? 'keys';
  const id = Number(search['key']);
  const keyId = Number.isInteger(id) && id > 0 ? id : null;
  const go = (next: Partial<KeysAddress>): void => {
    const { tab: toTab, keyId: toKey } = { tab, keyId: null, ...next };
    const wanted = { ...(toTab !== 'keys' && { tab: toTab }), ...(toKey !== null && { key: toKey }) };
    void navigate({ to: '/keys', search: wanted as never });
  };
  return [{ tab, keyId }, go];
}
