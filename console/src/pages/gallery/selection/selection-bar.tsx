import { ActionIcon, Group, Menu, Text, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconColumns2,
  IconDownload,
  IconHeart,
  IconHeartOff,
  IconLibraryPlus,
  IconStar,
  IconTag,
  IconTrash,
  IconTrashX,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { DisabledReason } from '../../../components/disabled-reason';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { CollectDialog } from '../collections/collect-dialog';
import { AskFirst } from '../ask-first';
import { useGallery } from '../gallery-context';
import { TagsDialog } from './tags-dialog';
import classes from './selection-bar.module.css';

const STARS = [5, 4, 3, 2, 1, 0] as const;

/** What can be done with the selected images, at the bottom where a thumb reaches it. */
export function SelectionBar() {
  const { selection, wall, search, mayChange } = useGallery();
  const isPhone = useIsPhone();
  const chosen = [...selection.chosen].flatMap((filename) => wall.imageOf(filename) ?? []);
  const count = chosen.reduce((sum, { stack_count }) => sum + (stack_count ?? 1), 0);
  return (
    <div className={classes.bar} role="toolbar" aria-label={text.gallery.selection}>
      <BarButton icon={IconX} label={text.gallery.clearSelection} onClick={selection.clear} />
      <Text
        size="sm"
        fw={600}
        className={classes.count}
        aria-live="polite"
        aria-label={text.counts.selected(count)}
        role="status"
      >
        {isPhone ? count.toLocaleString('en') : text.counts.selected(count)}
      </Text>
      <Group gap={0} wrap="nowrap" className={classes.actions}>
        <ZipMenu images={chosen} />
        {search.view === 'trash' ? (
          mayChange && <TrashActions images={chosen} count={count} />
        ) : (
          <>
            <CompareButton images={chosen} />
            {mayChange && <Actions images={chosen} />}
          </>
        )}
      </Group>
    </div>
  );
}

function Actions({ images }: { images: GalleryImage[] }) {
  const { actions, selection } = useGallery();
  const [dialog, setDialog] = useState<'tags' | 'collect' | null>(null);
  const allFavourites = images.every(({ favourite }) => favourite);
  return (
    <>
      <BarButton
        icon={allFavourites ? IconHeartOff : IconHeart}
        label={allFavourites ? text.gallery.unfavourite : text.gallery.favourite}
        onClick={() => actions.favourite(images, !allFavourites)}
      />
      <Menu position="top">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={44} aria-label={text.gallery.rate}>
            <IconStar size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {STARS.map((stars) => (
            <Menu.Item key={stars} onClick={() => actions.rate(images, stars)}>
              {stars ? text.gallery.stars(stars) : text.gallery.noStars}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <BarButton icon={IconTag} label={text.gallery.tags} onClick={() => setDialog('tags')} />
      <BarButton icon={IconLibraryPlus} label={text.gallery.collect} onClick={() => setDialog('collect')} />
      <BarButton
        icon={IconTrash}
        label={text.gallery.trash}
        onClick={() => {
          actions.trash(images);
          selection.clear();
        }}
      />
      {dialog === 'tags' && <TagsDialog images={images} onClose={() => setDialog(null)} />}
      {dialog === 'collect' && <CollectDialog images={images} onClose={() => setDialog(null)} />}
    </>
  );
}

function TrashActions({ images, count }: { images: GalleryImage[]; count: number }) {
  const { actions, selection } = useGallery();
  const [asking, dialog] = useDisclosure(false);
  const then = (what: (images: GalleryImage[]) => void) => (): void => {
    what(images);
    selection.clear();
  };
  return (
    <>
      <BarButton icon={IconArrowBackUp} label={text.gallery.restore} onClick={then(actions.restore)} />
      <BarButton icon={IconTrashX} label={text.gallery.deleteForGood} onClick={dialog.open} />
      <AskFirst
        opened={asking}
        onClose={dialog.close}
        title={text.gallery.deleteForGood}
        message={text.gallery.deleteAsk(count)}
        action={text.gallery.deleteForGood}
        onConfirm={then(actions.remove)}
      />
    </>
  );
}

function CompareButton({ images }: { images: GalleryImage[] }) {
  const { open, search } = useGallery();
  const [a, b] = images;
  const isPair = images.length === 2;
  return (
    <DisabledReason reason={isPair ? null : text.gallery.compareTwo}>
      <BarButton
        icon={IconColumns2}
        label={text.gallery.compare}
        isDisabled={!isPair}
        onClick={() => a && b && isPair && open({ ...search, compare: [a.filename, b.filename] })}
      />
    </DisabledReason>
  );
}

function ZipMenu({ images }: { images: GalleryImage[] }) {
  const { actions } = useGallery();
  return (
    <Menu position="top">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={text.gallery.zip}>
          <IconDownload size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.gallery.zip}</Menu.Label>
        <Menu.Item onClick={() => actions.zip(images, 'keep')}>{text.gallery.withMetadata}</Menu.Item>
        <Menu.Item onClick={() => actions.zip(images, 'strip')}>{text.gallery.withoutMetadata}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ButtonProps {
  icon: Icon;
  label: string;
  onClick: () => void;
  isDisabled?: boolean;
}

function BarButton({ icon: ButtonIcon, label, onClick, isDisabled }: ButtonProps) {
  const hovers = useMediaQuery('(hover: hover)', true);
  return (
    <Tooltip label={label} disabled={!hovers || isDisabled === true}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={44}
        aria-label={label}
        data-disabled={isDisabled || undefined}
        aria-disabled={isDisabled}
        onClick={onClick}
      >
        <ButtonIcon size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
