import { Text } from '@mantine/core';
import { text } from '../../text';
import type { Model, ModelFilter } from './merge-models';
import { ModelCard } from './model-card';
import { ModelRow } from './model-row';
import classes from './models.module.css';

interface Props {
  models: Model[];
  filter: ModelFilter;
  servers: string[];
}

/** Checkpoints and LoRAs by their pictures; what has none, as lines. */
export function ModelList({ models, filter, servers }: Props) {
  const words = text.modelsPage;
  if (!models.length)
    return (
      <Text c="dimmed" size="sm" py="xl" ta="center" role="status">
        {filter.query ? words.nothing(filter.query) : words.none[filter.kind]}
      </Text>
    );
  const isPictured = filter.kind === 'checkpoint' || filter.kind === 'lora';
  return (
    <ul className={isPictured ? classes.grid : classes.rows}>
      {models.map((model) => (
        <li key={model.name}>
          {isPictured ? (
            <ModelCard model={model} servers={servers} />
          ) : (
            <ModelRow model={model} servers={servers} />
          )}
        </li>
      ))}
    </ul>
  );
}
