import {
  ActionIcon,
  Button,
  Code,
  Group,
  Rating,
  Skeleton,
  Spoiler,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useImageInfo, type GalleryImage, type ImageInfo } from '../../../api/queries/gallery/images';
import { CopyButton } from '../../../components/copy-button';
import { Loading } from '../../../components/loading';
import { isPicture } from '../../../components/file-card';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';
import { CollectionsOf } from './collections-of';
import { factsOf } from './facts';
import { TagsOf } from './tags-of';
import classes from './lightbox.module.css';

interface Props {
  image: GalleryImage;
  isSheet: boolean;
  onClose: () => void;
}

/** Everything that is known of the image, and what people say of it. */
export function InfoPanel({ image, isSheet, onClose }: Props) {
  const { actions, mayChange } = useGallery();
  const info = useImageInfo(image.filename);
  const { filename } = image;
  return (
    <aside className={isSheet ? classes.sheet : classes.panel} aria-label={text.gallery.details}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h5">
            {text.gallery.details}
          </Title>
          {isSheet && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={text.gallery.hideDetails}
              onClick={onClose}
            >
              <IconX size={20} />
            </ActionIcon>
          )}
        </Group>
        <Rating
          value={image.rating}
          color="var(--mantine-color-text)"
          size={isSheet ? 'xl' : 'md'}
          readOnly={!mayChange}
          aria-label={text.gallery.rate}
          getSymbolLabel={(stars) => text.gallery.stars(stars)}
          onChange={(rating) => actions.change(image, { rating: rating === image.rating ? 0 : rating })}
        />
        <Stack gap="xs">
          <Button component={Link} to="/generate" search={{ from_image: filename } as never}>
            {text.gallery.useParameters}
          </Button>
          <Button
            component={Link}
            to="/generate"
            search={{ from_image: filename, seed: 'random' } as never}
            variant="default"
          >
            {text.gallery.moreLikeThis}
          </Button>
          {isPicture(image) && (
            <Button component={Link} to="/generate" search={{ img2img: filename } as never} variant="default">
              {text.gallery.toImg2img}
            </Button>
          )}
        </Stack>
        <Loading of={info} skeleton={<Skeleton h={240} />}>
          {(data) => <Known info={data} />}
        </Loading>
        <TagsOf image={image} />
        {info.data && <CollectionsOf image={image} collections={info.data.collections} />}
      </Stack>
    </aside>
  );
}

function Known({ info }: { info: ImageInfo }) {
  return (
    <>
      <Words title={text.gallery.prompt} words={info.parameters?.prompt || info.prompt} />
      <Words
        title={text.gallery.negative}
        words={info.negative_prompt || info.parameters?.negative_prompt || null}
      />
      <dl className={classes.facts}>
        {factsOf(info).map(({ name, value, link }) => (
          <Fact key={name} name={name} value={value} jobId={link} />
        ))}
      </dl>
      {info.infotext !== null && (
        <Spoiler maxHeight={0} showLabel={text.gallery.infotext} hideLabel={text.actions.less}>
          <Group align="start" wrap="nowrap" gap={4}>
            <Code block flex={1} style={{ whiteSpace: 'pre-wrap' }}>
              {info.infotext}
            </Code>
            <CopyButton value={info.infotext} />
          </Group>
        </Spoiler>
      )}
    </>
  );
}

function Words({ title, words }: { title: string; words: string | null }) {
  if (!words) return null;
  return (
    <section>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed">
          {title}
        </Text>
        <CopyButton value={words} label={text.gallery.copyOf(title)} />
      </Group>
      <Spoiler maxHeight={120} showLabel={text.actions.more} hideLabel={text.actions.less}>
        <p className={classes.prompt} style={{ margin: 0 }}>
          {words}
        </p>
      </Spoiler>
    </section>
  );
}

function Fact({ name, value, jobId }: { name: string; value: string; jobId: string | undefined }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {jobId === undefined ? (
          value
        ) : (
          <Link to="/queue/$jobId" params={{ jobId }}>
            {value}
          </Link>
        )}
      </dd>
    </>
  );
}
