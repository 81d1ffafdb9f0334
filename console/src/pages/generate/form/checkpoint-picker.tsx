import { Button, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { text } from '../../../text';
import { stemOf, type ModelEntry } from './inventory-lists';
import { ModelPicture } from './model-picture';
import { useLists } from './use-lists';
import classes from './model-fields.module.css';

interface Props {
  current: string | null;
  /** What it is if none is chosen. */
  none: string;
  /** Null: that one. */
  onPick: (name: string | null) => void;
  onClose: () => void;
}

const PAGE = 120;

/** All checkpoints by their pictures; words in any order find them. */
export function CheckpointPicker({ current, none, onPick, onClose }: Props) {
  const isPhone = useMediaQuery('(max-width: 48em)');
  const { lists } = useLists();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(PAGE);
  const found = matching(lists.checkpoints, search);
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.generate.checkpoint}
      size="xl"
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <Stack gap="sm">
        <TextInput
          data-autofocus
          aria-label={text.actions.search}
          placeholder={text.generate.searchModels(lists.checkpoints.length)}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && found[0] && onPick(found[0].name)}
        />
        <Button variant="default" onClick={() => onPick(null)}>
          {none}
        </Button>
        <ul className={classes.grid}>
          {found.slice(0, shown).map((model) => (
            <li key={model.name}>
              <ModelCard model={model} isCurrent={model.name === current} onPick={onPick} />
            </li>
          ))}
        </ul>
        {!found.length && (
          <Text c="dimmed" ta="center" size="sm" role="status">
            {text.generate.noModels}
          </Text>
        )}
        {found.length > shown && (
          <Button variant="subtle" color="gray" onClick={() => setShown(shown + PAGE)}>
            {text.generate.moreModels(found.length - shown)}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}

interface CardProps {
  model: ModelEntry;
  isCurrent: boolean;
  onPick: (name: string) => void;
}

function ModelCard({ model, isCurrent, onPick }: CardProps) {
  return (
    <UnstyledButton className={classes.card} aria-pressed={isCurrent} onClick={() => onPick(model.name)}>
      <ModelPicture model={model} className={classes.cover} />
      <Text size="xs" lineClamp={2} title={model.title}>
        {stemOf(model.name)}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {model.servers.join(', ')}
      </Text>
    </UnstyledButton>
  );
}

function matching(models: readonly ModelEntry[], search: string): ModelEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(({ name, title, aliases }) => {
    const all = [name, title, ...aliases].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
