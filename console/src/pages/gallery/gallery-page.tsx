import { lazy, Suspense, useMemo } from 'react';
import { useSession } from '../../api/queries/session';
import { Problem } from '../../components/problem';
import { useImageActions } from './actions/use-image-actions';
import { CollectionsView } from './collections/collections-view';
import { EmptyWall } from './empty-wall';
import { GalleryContext } from './gallery-context';
import { GalleryHead } from './head/gallery-head';
import { listOf } from './search/gallery-search';
import { SelectionBar } from './selection/selection-bar';
import { useSelection } from './selection/use-selection';
import { TrashBar } from './trash-bar';
import { useGalleryAddress } from './use-gallery-search';
import { useWall } from './wall/use-wall';
import { Wall } from './wall/wall';
import classes from './gallery-page.module.css';

const Lightbox = lazy(() => import('./lightbox/lightbox').then((module) => ({ default: module.Lightbox })));
const Compare = lazy(() => import('./compare/compare').then((module) => ({ default: module.Compare })));
const StoragePage = lazy(() =>
  import('./storage/storage-page').then((module) => ({ default: module.StoragePage })),
);

/** Every saved image: found, looked at, sorted, compared, kept or thrown away. */
export function GalleryPage() {
  const address = useGalleryAddress();
  const { search } = address;
  const { wall, total, error, retry } = useWall(search);
  const { data: session } = useSession();
  const isAdmin = session === undefined || session.kind === 'console' || session.scopes.includes('admin');
  const mayChange = isAdmin || session.scopes.includes('gallery');
  const listKey = JSON.stringify(listOf(search));
  const selection = useSelection(wall);
  const actions = useImageActions(wall, search);
  const gallery = useMemo(
    () => ({ ...address, wall, selection, actions, mayChange, isAdmin, total }),
    [address, wall, selection, actions, mayChange, isAdmin, total],
  );
  const isList = search.view === undefined || search.view === 'trash';
  return (
    <GalleryContext value={gallery}>
      <div className={classes.page}>
        <GalleryHead />
        {search.view === 'storage' && (
          <Suspense>
            <StoragePage />
          </Suspense>
        )}
        {search.view === 'collections' && <CollectionsView />}
        {search.view === 'trash' && total !== 0 && <TrashBar />}
        {isList && error && <Problem error={error} onRetry={retry} />}
        {isList && !error && (total === 0 ? <EmptyWall /> : <Wall key={listKey} />)}
        {isList && selection.isOn && <SelectionBar />}
      </div>
      <Suspense>
        {search.image !== undefined && <Lightbox filename={search.image} />}
        {search.compare !== undefined && <Compare pair={search.compare} />}
      </Suspense>
    </GalleryContext>
  );
}
