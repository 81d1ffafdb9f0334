import { Button, Text, Title } from '@mantine/core';
import { IconPhotoSpark } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { EmptyState } from '../../../components/empty-state';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { BulkLines } from './bulk-lines';
import { EndedTile } from './ended-tile';
import { ImageTile } from './image-tile';
import { RunningTile } from './running-tile';
import { clearSitting, useSitting } from './sitting';
import { useFollowSitting, useWallJobs } from './use-wall-jobs';
import { WaitingTile } from './waiting-tile';
import { sortForWall, type WallJobs } from './wall-jobs';
import classes from './results.module.css';

const ResultLightbox = lazy(() =>
  import('./result-lightbox').then(({ ResultLightbox: Box }) => ({ default: Box })),
);

const WAITING_SHOWN = 6;

/** What this sitting has made, is making and will make. */
export function ResultWall() {
  useFollowSitting();
  const sitting = useSitting();
  const { running, waiting, ended } = sortForWall(useWallJobs());
  return (
    <section className={classes.results} aria-label={text.generate.results}>
      <div className={classes.head}>
        <Title order={2} size="h5">
          {text.generate.results}
        </Title>
        {sitting.length > 0 && (
          <Button size="compact-sm" className="tap" variant="subtle" color="gray" onClick={clear}>
            {text.generate.clearWall}
          </Button>
        )}
      </div>
      {!sitting.length && (
        <EmptyState
          icon={IconPhotoSpark}
          title={text.generate.noResults}
          hint={text.generate.noResultsHint}
        />
      )}
      <BulkLines sitting={sitting} />
      <div className={classes.wall}>
        {running.map((job) => (
          <RunningTile key={job.job_id} job={job} />
        ))}
        {waiting.slice(0, WAITING_SHOWN).map((job) => (
          <WaitingTile key={job.job_id} job={job} />
        ))}
      </div>
      {waiting.length > WAITING_SHOWN && (
        <Text size="sm" c="dimmed">
          <Link to="/queue">{text.generate.moreWaiting(waiting.length - WAITING_SHOWN)}</Link>
        </Text>
      )}
      <Ended jobs={ended} />
    </section>
  );
}

function clear(): void {
  toast.undo(text.generate.wallCleared, clearSitting());
}

function Ended({ jobs }: { jobs: WallJobs['ended'] }) {
  const [shown, setShown] = useState<string | null>(null);
  const images = jobs.flatMap(({ images: all, ...job }) =>
    all.filter(({ role }) => role !== 'auxiliary').map((image) => ({ ...image, job })),
  );
  const index = images.findIndex(({ filename }) => filename === shown);
  return (
    <div className={classes.wall}>
      {jobs.map((job) =>
        job.status === 'completed' ? (
          job.images
            .filter(({ role }) => role !== 'auxiliary')
            .map((image) => (
              <ImageTile
                key={image.filename}
                image={image}
                job={job}
                onOpen={() => setShown(image.filename)}
              />
            ))
        ) : (
          <EndedTile key={job.job_id} job={job} />
        ),
      )}
      {index >= 0 && (
        <Suspense fallback={null}>
          <ResultLightbox images={images} index={index} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </div>
  );
}
