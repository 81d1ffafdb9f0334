import { Group, Text } from '@mantine/core';
import type { Model } from './merge-models';
import { ModelActions } from './model-actions';
import { WhereItIs } from './where-it-is';
import classes from './models.module.css';

export function ModelRow({ model, servers }: { model: Model; servers: string[] }) {
  return (
    <Group className={classes.row} justify="space-between" wrap="nowrap" gap="sm">
      <div className={classes.words}>
        <Text size="sm" fw={500} className={classes.name} title={model.name}>
          {model.short}
        </Text>
        <WhereItIs model={model} servers={servers} />
      </div>
      <ModelActions model={model} />
    </Group>
  );
}
