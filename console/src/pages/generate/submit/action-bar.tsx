import { Button, Kbd, NumberInput, Text } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { DisabledReason } from '../../../components/disabled-reason';
import { text } from '../../../text';
import { changeDraft, useDraft, useProblems } from '../draft/draft-store';
import { EstimateLine } from './estimate-line';
import { useBlocked } from './use-blocked';
import { useSubmit } from './use-submit';
import classes from './action-bar.module.css';

const BulkDialog = lazy(() =>
  import('../bulk/bulk-dialog').then(({ BulkDialog: Dialog }) => ({ default: Dialog })),
);

const MOST_COPIES = 1_000;

/** Always in reach: what it would take, and the one button of the page. */
export function ActionBar() {
  const [bulkOpen, bulk] = useDisclosure(false);
  const submit = useSubmit();
  const blocked = useBlocked();
  const copies = useDraft('copies');
  const hovers = useMediaQuery('(hover: hover)', true);
  const go = (): void => {
    if (blocked === null) submit.mutate();
  };
  useHotkeys([['mod+Enter', go]], []);
  return (
    <div className={classes.bar}>
      <div className={classes.words}>
        <FirstProblem />
        <EstimateLine />
      </div>
      <div className={classes.buttons}>
        <NumberInput
          className={classes.copies}
          aria-label={text.generate.copies}
          leftSection="×"
          min={1}
          max={MOST_COPIES}
          allowDecimal={false}
          value={copies}
          onChange={(next) => typeof next === 'number' && next >= 1 && changeDraft({ copies: next })}
          onBlur={(event) => event.currentTarget.value === '' && changeDraft({ copies: 1 })}
        />
        <DisabledReason reason={blocked}>
          <Button
            variant="default"
            data-disabled={blocked !== null || undefined}
            aria-disabled={blocked !== null}
            onClick={() => blocked === null && bulk.open()}
          >
            {text.generate.bulk}
          </Button>
        </DisabledReason>
        <DisabledReason reason={blocked}>
          <Button
            className={classes.add}
            data-disabled={blocked !== null || undefined}
            aria-disabled={blocked !== null}
            onClick={go}
            rightSection={hovers && <Kbd size="xs">Ctrl ⏎</Kbd>}
          >
            <AddLabel addedAt={submit.isSuccess ? submit.submittedAt : 0} copies={copies} />
          </Button>
        </DisabledReason>
      </div>
      {bulkOpen && (
        <Suspense fallback={null}>
          <BulkDialog onClose={bulk.close} />
        </Suspense>
      )}
    </div>
  );
}

const SAID_MS = 1_500;

/** Says in place that it was added; the wall shows the rest. */
function AddLabel({ addedAt, copies }: { addedAt: number; copies: number }) {
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (addedAt === 0) return;
    const timer = setTimeout(() => setSeen(addedAt), SAID_MS);
    return () => clearTimeout(timer);
  }, [addedAt]);
  const isFresh = addedAt > seen;
  return (
    <span aria-live="polite">
      {isFresh ? text.generate.added : copies > 1 ? text.generate.addMany(copies) : text.generate.add}
    </span>
  );
}

function FirstProblem() {
  const problems = Object.entries(useProblems());
  const [first] = problems;
  if (!first) return null;
  const [path, message] = first;
  return (
    <Text size="sm" className={classes.problem} role="alert">
      {text.generate.problem(text.generate.paramNames[path] ?? path, message, problems.length - 1)}
    </Text>
  );
}
