import { ActionIcon, Button, Menu, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { text } from '../../../text';
import { draftNow } from '../draft/draft-store';
import { textOf } from '../draft/draft';
import { chosenOf } from '../draft/run';
import { offeredAxes, type OfferedAxis } from './axes-of';
import { AxisValues } from './axis-values';
import { valuesOf, type Axis, type AxisKind } from './matrix';
import classes from './bulk.module.css';

interface Props {
  axes: readonly Axis[];
  onChange: (axes: Axis[]) => void;
}

/** Everything with everything: each axis has its values. */
export function MatrixBuilder({ axes, onChange }: Props) {
  const free = offeredAxes(chosenOf(draftNow())?.form ?? null, axes);
  const counts = axes.map((axis) => valuesOf(axis).length).filter((count) => count > 0);
  const add = (offered: OfferedAxis): void => {
    const id = Math.max(0, ...axes.map((axis) => axis.id)) + 1;
    onChange([...axes, { ...offered, id, typed: startOf(offered.kind), chosen: [] }]);
  };
  return (
    <div className={classes.axes}>
      {axes.map((axis) => (
        <div key={axis.id} className={classes.axis}>
          <AxisValues
            axis={axis}
            onChange={(part) => onChange(axes.map((one) => (one.id === axis.id ? { ...one, ...part } : one)))}
          />
          <Tooltip label={text.generate.removeAxis(nameOf(axis))}>
            <ActionIcon
              variant="subtle"
              color="gray"
              className="tap"
              mt={26}
              aria-label={text.generate.removeAxis(nameOf(axis))}
              onClick={() => onChange(axes.filter(({ id }) => id !== axis.id))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={16} />}>
            {text.generate.addAxis}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {free.map((one) => (
            <Menu.Item key={`${one.kind} ${one.path}`} onClick={() => add(one)}>
              {nameOf(one)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {counts.length > 0 && (
        <Text size="sm" c="dimmed">
          {text.generate.product(counts)}
        </Text>
      )}
    </div>
  );
}

const nameOf = ({ kind, field }: OfferedAxis): string => field?.label ?? text.generate.axes[kind];

/** Prompts begin with the one of the form: the others are usually variations of it. */
function startOf(kind: AxisKind): string {
  if (kind === 'prompts') return textOf(draftNow().params, 'prompt');
  return kind === 'negative_prompts' ? textOf(draftNow().params, 'negative_prompt') : '';
}
