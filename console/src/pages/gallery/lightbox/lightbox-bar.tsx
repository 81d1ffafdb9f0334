import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconColumns2,
  IconDots,
  IconDownload,
  IconFileOff,
  IconHeart,
  IconHeartFilled,
  IconInfoCircle,
  IconPhotoEdit,
  IconRefresh,
  IconSparkles,
  IconStack2,
  IconTrash,
  IconTrashX,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { GalleryImage } from '../../../api/queries/gallery/images';
import { isPicture } from '../../../components/file-card';
import { text } from '../../../text';
import { downloadUrl } from '../actions/save-file';
import { AskFirst } from '../ask-first';
import { useGallery } from '../gallery-context';
import type { LightboxCommands } from './use-lightbox-keys';
import classes from './lightbox.module.css';

interface Props {
  image: GalleryImage;
  showsInfo: boolean;
  onInfo: () => void;
  commands: LightboxCommands;
  asking: boolean;
  onAsk: (asking: boolean) => void;
  isPhone: boolean;
}

/** Above the picture; on phones below it, where the thumb is. */
export function LightboxBar({ image, showsInfo, onInfo, commands, asking, onAsk, isPhone }: Props) {
  const { close, search, mayChange } = useGallery();
  const isTrash = search.view === 'trash';
  return (
    <div className={classes.bar} role="toolbar" aria-label={text.gallery.imageActions}>
      <BarButton icon={IconX} label={text.actions.close} onClick={close} />
      {!isPhone && (
        <Text size="sm" c="dimmed" truncate className={classes.name}>
          {image.original_name ?? image.filename}
        </Text>
      )}
      {mayChange && !isTrash && (
        <BarButton
          icon={image.favourite ? IconHeartFilled : IconHeart}
          label={image.favourite ? text.gallery.unfavourite : text.gallery.favourite}
          keyName="F"
          isPressed={image.favourite}
          onClick={commands.favourite}
        />
      )}
      {!isPhone && (
        <BarButton
          icon={IconColumns2}
          label={text.gallery.compareNext}
          keyName="C"
          onClick={commands.compare}
        />
      )}
      {mayChange && isTrash && (
        <BarButton icon={IconArrowBackUp} label={text.gallery.restore} onClick={commands.restore} />
      )}
      {mayChange && (
        <BarButton
          icon={isTrash ? IconTrashX : IconTrash}
          label={isTrash ? text.gallery.deleteForGood : text.gallery.trash}
          keyName="X"
          onClick={commands.trash}
        />
      )}
      <BarButton
        icon={IconInfoCircle}
        label={showsInfo ? text.gallery.hideDetails : text.gallery.details}
        keyName="P"
        isPressed={showsInfo}
        onClick={onInfo}
      />
      <ImageMenu image={image} onCompare={isPhone ? commands.compare : null} />
      <AskFirst
        opened={asking}
        onClose={() => onAsk(false)}
        title={text.gallery.deleteForGood}
        message={text.gallery.deleteAsk(1)}
        action={text.gallery.deleteForGood}
        onConfirm={commands.remove}
      />
    </div>
  );
}

function ImageMenu({ image, onCompare }: { image: GalleryImage; onCompare: (() => void) | null }) {
  const { show, search } = useGallery();
  const { filename, bulk_job_id: bulk } = image;
  return (
    <Menu position="top-end" width={250} zIndex={350}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={text.actions.more}>
          <IconDots size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/generate"
          search={{ from_image: filename } as never}
          leftSection={<IconSparkles size={16} />}
        >
          {text.gallery.useParameters}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/generate"
          search={{ from_image: filename, seed: 'random' } as never}
          leftSection={<IconRefresh size={16} />}
        >
          {text.gallery.moreLikeThis}
        </Menu.Item>
        {isPicture(image) && (
          <Menu.Item
            component={Link}
            to="/generate"
            search={{ img2img: filename } as never}
            leftSection={<IconPhotoEdit size={16} />}
          >
            {text.gallery.toImg2img}
          </Menu.Item>
        )}
        <Menu.Divider />
        {onCompare && (
          <Menu.Item leftSection={<IconColumns2 size={16} />} onClick={onCompare}>
            {text.gallery.compareNext}
          </Menu.Item>
        )}
        {bulk !== null && search.bulk === undefined && (
          <Menu.Item leftSection={<IconStack2 size={16} />} onClick={() => show({ sort: 'newest', bulk })}>
            {text.gallery.wholeBulk}
          </Menu.Item>
        )}
        <Menu.Item component="a" href={downloadUrl(image)} download leftSection={<IconDownload size={16} />}>
          {text.gallery.download}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={downloadUrl(image, 'strip')}
          download
          leftSection={<IconFileOff size={16} />}
        >
          {text.gallery.downloadStripped}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ButtonProps {
  icon: Icon;
  label: string;
  keyName?: string;
  isPressed?: boolean;
  onClick: () => void;
}

function BarButton({ icon: ButtonIcon, label, keyName, isPressed, onClick }: ButtonProps) {
  const hovers = useMediaQuery('(hover: hover)', true);
  return (
    <Tooltip label={keyName === undefined ? label : `${label} (${keyName})`} disabled={!hovers} zIndex={350}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={44}
        aria-label={label}
        aria-pressed={isPressed}
        onClick={onClick}
      >
        <ButtonIcon size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
