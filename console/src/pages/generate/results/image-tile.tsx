import { UnstyledButton } from '@mantine/core';
import type { Schemas } from '../../../api/client';
import type { Job } from '../../../api/queries/queue';
import { FileMark, isPicture, markOf } from '../../../components/file-card';
import { Picture } from '../../../components/picture';
import { promptOf } from '../../../lib/jobs';
import { text } from '../../../text';
import { pathOf } from './path-of';
import { Tile } from './tile';
import classes from './results.module.css';

interface Props {
  image: Schemas['JobImageDto'];
  job: Job;
  onOpen: () => void;
}

export function ImageTile({ image, job, onOpen }: Props) {
  const label = text.generate.result(promptOf(job));
  const open = text.generate.openResult(promptOf(job));
  return (
    <Tile width={image.width} height={image.height} label={label}>
      <UnstyledButton
        className={classes.fill}
        onClick={onOpen}
        aria-label={isPicture(image) ? open : `${markOf(image)}: ${open}`}
      >
        {isPicture(image) ? (
          <Picture
            src={pathOf(image.preview_url)}
            alt={label}
            width={image.width}
            height={image.height}
            cover
          />
        ) : (
          <FileMark file={image} />
        )}
      </UnstyledButton>
    </Tile>
  );
}
