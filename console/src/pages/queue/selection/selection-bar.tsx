import { ActionIcon, Button, Menu, Text, Tooltip } from '@mantine/core';
import {
  IconAdjustments,
  IconArrowsVertical,
  IconFlag,
  IconHandStop,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconX,
} from '@tabler/icons-react';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import type { Band } from './selection';
import type { SelectionAct } from './selection-act';
import type { SelectionProgress } from './use-selection-acts';
import classes from './selection-bar.module.css';

interface Props {
  count: number;
  bands: ReadonlySet<Band>;
  /** How many more there are to select, and of what; null: all of them are. */
  more: { band: Band; count: number } | null;
  onAll: (band: Band) => void;
  onClear: () => void;
  onAct: (act: SelectionAct) => void;
  progress: SelectionProgress | null;
}

const said = text.queuePage.selection;
const menu = text.queuePage.menu;
export const PRIORITIES = [
  [8, menu.high],
  [5, menu.normal],
  [2, menu.low],
] as const;

/** What can be done with all that is selected, within reach of a thumb. */
export function SelectionBar({ count, bands, more, onAll, onClear, onAct, progress }: Props) {
  const phone = useIsPhone();
  const size = phone ? 'md' : 'sm';
  const waits = bands.has('waiting');
  const ended = bands.has('ended');
  const all = more && (
    <Button size={size} variant="subtle" onClick={() => onAll(more.band)}>
      {said.all(more.count)}
    </Button>
  );
  return (
    <section className={classes.bar} aria-label={said.label} aria-busy={progress !== null}>
      <Tooltip label={said.clear}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={phone ? 44 : 34}
          aria-label={said.clear}
          onClick={onClear}
        >
          <IconX size={18} />
        </ActionIcon>
      </Tooltip>
      <Text size="sm" fw={600} role="status">
        {progress === null
          ? text.counts.selected(count)
          : progress.of
            ? said.progress(progress.done, progress.of)
            : said.reading}
      </Text>
      {!phone && all}
      {waits && (
        <>
          <Act size={size} label={menu.cancel} icon={IconX} onClick={() => onAct({ act: 'cancel' })} />
          <Menu position="top">
            <Menu.Target>
              <Button variant="default" size={size} leftSection={<IconArrowsVertical size={16} />}>
                {said.move}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onAct({ act: 'top' })}>{menu.top}</Menu.Item>
              <Menu.Item onClick={() => onAct({ act: 'bottom' })}>{menu.bottom}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Menu position="top">
            <Menu.Target>
              <Button variant="default" size={size} leftSection={<IconFlag size={16} />}>
                {said.priority}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {PRIORITIES.map(([priority, label]) => (
                <Menu.Item key={priority} onClick={() => onAct({ act: 'priority', priority })}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Act size={size} label={menu.hold} icon={IconHandStop} onClick={() => onAct({ act: 'hold' })} />
          <Act
            size={size}
            label={menu.release}
            icon={IconPlayerPlay}
            onClick={() => onAct({ act: 'release' })}
          />
          <Act size={size} label={menu.edit} icon={IconAdjustments} onClick={() => onAct({ act: 'edit' })} />
        </>
      )}
      {ended && (
        <Act size={size} label={menu.retry} icon={IconRefresh} onClick={() => onAct({ act: 'retry' })} />
      )}
      {ended && !waits && (
        <Act size={size} label={menu.delete} icon={IconTrash} onClick={() => onAct({ act: 'delete' })} />
      )}
      {phone && all}
    </section>
  );
}

interface ActProps {
  label: string;
  icon: typeof IconX;
  size: string;
  onClick: () => void;
}

function Act({ label, icon: ActIcon, size, onClick }: ActProps) {
  return (
    <Button variant="default" size={size} leftSection={<ActIcon size={16} />} onClick={onClick}>
      {label}
    </Button>
  );
}
