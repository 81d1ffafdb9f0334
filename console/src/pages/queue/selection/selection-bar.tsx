import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useIsPhone } from '../../../lib/use-is-phone';
import { text } from '../../../text';
import { EndedActs, WaitingActs } from './selected-acts';
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

/** What can be done with all that is selected, within reach of a thumb. */
export function SelectionBar({ count, bands, more, onAll, onClear, onAct, progress }: Props) {
  const phone = useIsPhone();
  const size = phone ? 'md' : 'sm';
  const waits = bands.has('waiting');
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
        {progress === null ? text.counts.selected(count) : sayProgress(progress)}
      </Text>
      {!phone && all}
      {waits && <WaitingActs size={size} onAct={onAct} />}
      {bands.has('ended') && <EndedActs size={size} only={!waits} onAct={onAct} />}
      {phone && all}
    </section>
  );
}

const sayProgress = ({ done, of }: SelectionProgress): string =>
  of ? said.progress(done, of) : said.reading;
