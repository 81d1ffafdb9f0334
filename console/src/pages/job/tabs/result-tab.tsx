import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconPhoto } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { JobDetails } from '../../../api/queries/queue';
import { FileCard, isPicture } from '../../../components/file-card';
import { Picture } from '../../../components/picture';
import { ProgressLine } from '../../../components/progress-line';
import { WarningMark } from '../../../components/state-mark';
import { promptOf, sizeOf } from '../../../lib/jobs';
import { sayDuration } from '../../../lib/times';
import { useRunningJob } from '../../../live/use-running-job';
import { text } from '../../../text';
import classes from '../job.module.css';

const said = text.jobPage;

/** The pictures; while it runs, what can be seen of them. */
export function ResultTab({ job }: { job: JobDetails }) {
  if (job.status === 'processing') return <Running job={job} />;
  const images = [...job.images].sort((a, b) => Number(a.role !== 'image') - Number(b.role !== 'image'));
  return (
    <Stack gap="md">
      {job.warnings.length > 0 && (
        <div className={classes.warnings}>
          {job.warnings.map((warning) => (
            <WarningMark key={warning.code + warning.message} label={warning.message} />
          ))}
        </div>
      )}
      {!images.length && (
        <Text size="sm" c="dimmed">
          {said.noImages[job.status]}
        </Text>
      )}
      <div className={classes.pictures} data-one={images.length === 1 || undefined}>
        {images.map((image, index) => (
          <figure key={image.filename} className={classes.picture}>
            {isPicture(image) ? (
              <Link to="/gallery" search={{ image: image.filename } as never} aria-label={said.actions.open}>
                <Picture
                  src={`/api/v1/images/preview/${image.filename}?size=1024`}
                  alt={said.image(index + 1, promptOf(job))}
                  width={image.width}
                  height={image.height}
                />
              </Link>
            ) : (
              <FileCard file={image} src={`/api/v1/images/download/${image.filename}`} />
            )}
            <figcaption>
              <span>
                {isPicture(image) ? `${image.width} × ${image.height}` : image.filename}
                {image.seed !== null && ` · ${said.seed(image.seed)}`}
              </span>
              <Group gap="md">
                <Anchor component={Link} to="/gallery" search={{ image: image.filename } as never} size="xs">
                  <IconPhoto size={14} aria-hidden /> {said.actions.open}
                </Anchor>
                <Anchor href={`/api/v1/images/download/${image.filename}?attachment=1`} size="xs">
                  <IconDownload size={14} aria-hidden /> {said.actions.download}
                </Anchor>
              </Group>
            </figcaption>
          </figure>
        ))}
      </div>
    </Stack>
  );
}

function Running({ job }: { job: JobDetails }) {
  const { percent, phase, step, steps, eta, preview } = useRunningJob(job);
  const words = [
    said.progress(percent),
    phase === null ? null : (text.phases[phase] ?? phase),
    step !== null && steps !== null ? said.step(step, steps) : null,
    eta === null ? null : said.left(sayDuration(eta)),
  ];
  return (
    <Stack gap="xs" className={classes.preview}>
      <Picture src={preview} alt={said.preview(promptOf(job))} {...sizeOf(job)} live />
      <ProgressLine percent={percent} label={promptOf(job)} />
      <Text size="xs" c="dimmed">
        {words.filter((word) => word !== null).join(' · ')}
      </Text>
      {preview === null && (
        <Text size="xs" c="dimmed">
          {said.noImages.processing}
        </Text>
      )}
    </Stack>
  );
}
