import { useSession } from '../api/queries/session';
import { PAGES, type PageEntry } from '../app/pages';

/** The pages that this caller may use. */
export function usePages(): PageEntry[] {
  const { data } = useSession();
  const isAdmin = data === undefined || data.kind === 'console' || data.scopes.includes('admin');
  return PAGES.filter(({ admin }) => isAdmin || !admin);
}
