// One menu for all rows: a menu of its own in each of them would make them slow to scroll by.
import { Menu } from '@mantine/core';
import { text } from '../../../text';
import type { ActTarget, Press } from '../act-target';
import { PRIORITIES } from '../selection/selected-acts';
import classes from './row-menu.module.css';

/** What its items go by. */
export interface RowFacts {
  /** What may be done with the job now. */
  actions: readonly string[];
  held: boolean;
  bulk: string | null;
  paused: boolean;
  counts: { failed: number; done: number; left: number };
}

export interface MenuTarget extends ActTarget, RowFacts {
  at: Press['at'];
}

interface Props {
  target: MenuTarget;
  onClose: () => void;
  onAct: (act: string) => void;
}

const job = text.queuePage.menu;
const bulk = text.queuePage.bulk;

export function RowMenu({ target, onClose, onAct }: Props) {
  return (
    <Menu opened onClose={onClose} position="bottom-end" withinPortal shadow="md" width={230}>
      <Menu.Target>
        <span className={classes.anchor} style={{ left: target.at.x, top: target.at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {itemsOf(target).map(([act, label]) => (
          <Menu.Item key={act} onClick={() => onAct(act)} className={classes.item}>
            {label}
          </Menu.Item>
        ))}
        {target.band === 'waiting' && target.kind === 'job' && (
          <>
            <Menu.Label>{job.priority}</Menu.Label>
            {PRIORITIES.map(([priority, label]) => (
              <Menu.Item
                key={priority}
                onClick={() => onAct(`priority ${priority}`)}
                className={classes.item}
              >
                {label}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

type Item = [act: string, label: string];

function itemsOf(target: MenuTarget): Item[] {
  if (target.kind === 'bulk') return bulkItems(target);
  return target.band === 'waiting' ? waitingItems(target) : endedItems(target);
}

const MOVES: Item[] = [
  ['top', job.top],
  ['up', job.up],
  ['down', job.down],
  ['bottom', job.bottom],
];

function waitingItems({ held, bulk: of }: MenuTarget): Item[] {
  return [
    ['open', job.open],
    ...MOVES,
    held ? ['release', job.release] : ['hold', job.hold],
    ['edit', job.edit],
    ...only<Item>(of !== null, [`only-bulk ${of}`, job.onlyBulk]),
    ['cancel', job.cancel],
  ];
}

function endedItems({ actions, bulk: of }: MenuTarget): Item[] {
  return [
    ['open', job.open],
    ['use', job.useParameters],
    ...only<Item>(actions.includes('retry'), ['retry', job.retry]),
    ...only<Item>(of !== null, [`only-bulk ${of}`, job.onlyBulk]),
    ['delete', job.delete],
  ];
}

function bulkItems({ band, paused, counts }: MenuTarget): Item[] {
  return [
    ...only<Item>(counts.done > 0, ['sheet', bulk.sheet]),
    ...only<Item>(counts.left > 0, paused ? ['resume-bulk', bulk.resume] : ['pause-bulk', bulk.pause]),
    ...(band === 'waiting'
      ? ([
          ['top', job.top],
          ['bottom', job.bottom],
          ['select', bulk.select],
        ] as Item[])
      : []),
    ...only<Item>(counts.failed > 0, ['retry-bulk', bulk.retryFailed]),
    ...only<Item>(counts.left > 0, ['cancel-bulk', bulk.cancelRest]),
    ...only<Item>(counts.left === 0, ['delete-bulk', bulk.delete]),
  ];
}

function only<T>(wanted: boolean, item: T): T[] {
  return wanted ? [item] : [];
}
