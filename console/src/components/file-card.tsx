import { Anchor, Text } from '@mantine/core';
import { IconDownload, IconFile, IconFileText, IconMovie, IconVolume } from '@tabler/icons-react';
import { usePreference } from '../lib/preferences';
import { text } from '../text';
import { TextFile } from './text-file';
import classes from './file-card.module.css';

interface File {
  filename: string;
  media_type: string;
}

interface Props {
  file: File;
  /** Address of its bytes. */
  src: string;
}

export const isPicture = ({ media_type }: Pick<File, 'media_type'>): boolean =>
  media_type.startsWith('image/');

/** A file that is no picture: a player where browsers have one, a text as it is, else a link to save it. */
export function FileCard({ file, src }: Props) {
  const [blur] = usePreference('blurPictures');
  const kind = kindOf(file);
  if (kind === 'video')
    return (
      <video
        className={classes.video}
        data-blur={blur || undefined}
        src={src}
        controls
        playsInline
        preload="metadata"
        aria-label={file.filename}
      />
    );
  if (kind === 'text') return <TextFile file={file} src={src} />;
  return (
    <div className={classes.card}>
      <FileMark file={file} />
      {kind === 'audio' && <audio src={src} controls preload="metadata" aria-label={file.filename} />}
      <Anchor href={`${src}${src.includes('?') ? '&' : '?'}attachment=1`} size="sm">
        <IconDownload size={14} aria-hidden /> {text.files.download}
      </Anchor>
    </div>
  );
}

/** The words of its mark, which a button around it has in its name as well. */
export const markOf = (file: File): string =>
  `${text.files.kinds[kindOf(file)]}, ${file.filename.split('.').at(-1) ?? ''}`;

/** In the place of a small picture. */
export function FileMark({ file }: { file: File }) {
  const kind = kindOf(file);
  const Icon = ICONS[kind];
  return (
    <span className={classes.mark}>
      <Icon size={32} stroke={1.5} aria-hidden />
      <Text span size="xs">
        {markOf(file)}
      </Text>
    </span>
  );
}

const ICONS = { video: IconMovie, audio: IconVolume, text: IconFileText, other: IconFile };

function kindOf({ media_type }: File): keyof typeof ICONS {
  const family = media_type.split('/', 1)[0];
  return family === 'video' || family === 'audio' || family === 'text' ? family : 'other';
}
