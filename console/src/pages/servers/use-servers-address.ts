import { useNavigate, useSearch } from '@tanstack/react-router';

/** What the address of the page says: `?add` opens the form, `?inventory=lab` what that server has. */
export interface ServersAddress {
  add: boolean;
  inventory: string | null;
}

export function useServersAddress(): [ServersAddress, (next: Partial<ServersAddress>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const { inventory } = search;
  const address = {
    add: 'add' in search && search['add'] !== false,
    // A name of digits comes as a number.
    inventory: typeof inventory === 'string' || typeof inventory === 'number' ? `${inventory}` : null,
  };
  const go = (next: Partial<ServersAddress>): void => {
    const { add, inventory: alias } = { add: false, inventory: null, ...next };
    void navigate({
      to: '/servers',
      search: { ...(add && { add: true }), ...(alias !== null && { inventory: alias }) } as never,
    });
  };
  return [address, go];
}
