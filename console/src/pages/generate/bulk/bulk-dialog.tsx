import { Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sendList } from '../../../api/queries/generate';
import { DisabledReason } from '../../../components/disabled-reason';
import { toast } from '../../../components/toast';
import { askToNotify, mayNotify } from '../../../lib/notify-person';
import { usePreference } from '../../../lib/preferences';
import { text } from '../../../text';
import { addToSitting } from '../results/sitting';
import { afterQueueing, queueBulk, requestNow, showProblems } from '../submit/use-submit';
import { FIRST_BULK, isWhole, toBulk, type BulkForm } from './bulk-form';
import { DryRunPanel } from './dry-run-panel';
import { MatrixBuilder } from './matrix-builder';
import { PromptListFields } from './prompt-list-fields';
import { useDryRun } from './use-dry-run';
import classes from './bulk.module.css';

/** Many jobs out of the form: how many, over what, and before anything is queued what that would be. */
export function BulkDialog({ onClose }: { onClose: () => void }) {
  const isPhone = useMediaQuery('(max-width: 48em)');
  const [form, setForm] = useState<BulkForm>(FIRST_BULK);
  const [file, setFile] = useState<File | null>(null);
  const patch = (part: Partial<BulkForm>): void => setForm((before) => ({ ...before, ...part }));
  const [request] = useState(requestNow);
  const list = form.kind === 'list' ? file : null;
  const dryRun = useDryRun(toBulk(request, form, list !== null), list, isWhole(form, list !== null));
  const total = dryRun.data?.total_jobs ?? 0;
  const sayQueued = useSayQueued();
  const reason = reasonAgainst(dryRun.data, isWhole(form, list !== null));
  const send = useMutation({
    mutationFn: async () => {
      const body = toBulk(requestNow(), form, list !== null);
      if (!list) return queueBulk(body);
      const sent = await sendList({ file: list, request: body });
      addToSitting({ kind: 'bulk', id: sent.bulk_job_id });
      return sent.total_jobs;
    },
    onSuccess: (jobs) => {
      afterQueueing();
      sayQueued(jobs);
      onClose();
    },
    onError: showProblems,
    meta: { quiet: true },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.generate.bulkTitle}
      size="lg"
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label={text.generate.bulkTitle}
          value={form.kind}
          onChange={(kind) => patch({ kind: kind })}
          data={(['seeds', 'matrix', 'list'] as const).map((value) => ({
            value,
            label: text.generate.bulkKinds[value],
          }))}
        />
        {form.kind === 'matrix' && <MatrixBuilder axes={form.axes} onChange={(axes) => patch({ axes })} />}
        {form.kind === 'list' && (
          <PromptListFields
            prompts={form.prompts}
            onPrompts={(prompts) => patch({ prompts })}
            file={file}
            onFile={setFile}
          />
        )}
        <CommonFields form={form} onChange={patch} />
        <DryRunPanel of={dryRun} isWhole={isWhole(form, list !== null)} />
        <Group justify="flex-end" className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {text.actions.close}
          </Button>
          <DisabledReason reason={reason}>
            <Button
              loading={send.isPending}
              data-disabled={reason !== null || undefined}
              aria-disabled={reason !== null}
              onClick={() => reason === null && send.mutate()}
            >
              {text.generate.queueJobs(total)}
            </Button>
          </DisabledReason>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Whoever has not been asked yet may want to be told of the end. */
function useSayQueued(): (jobs: number) => void {
  const [, want] = usePreference('notices');
  return (jobs) => {
    const said = text.generate.bulkQueued(jobs);
    if (mayNotify() !== 'not asked') toast.done(said);
    else toast.offer(said, text.notices.offer, async () => want(await askToNotify()));
  };
}

function reasonAgainst(
  dryRun: { problems: readonly unknown[]; total_jobs: number } | undefined,
  whole: boolean,
) {
  if (!whole) return text.generate.bulkNotWhole;
  if (!dryRun) return text.generate.bulkCounting;
  return dryRun.problems.length ? text.generate.bulkHasProblems : null;
}

interface FieldsProps {
  form: BulkForm;
  onChange: (part: Partial<BulkForm>) => void;
}

function CommonFields({ form, onChange }: FieldsProps) {
  const isPlain = form.kind === 'seeds';
  const seeds = (['random', 'incremental', 'kept'] as const).filter((value) => value !== 'kept' || !isPlain);
  return (
    <div className={classes.fields}>
      <NumberInput
        label={isPlain ? text.generate.quantity : text.generate.quantityOfEach}
        min={1}
        max={100_000}
        allowDecimal={false}
        value={form.quantity}
        onChange={(next) => typeof next === 'number' && next >= 1 && onChange({ quantity: next })}
      />
      <Select
        label={text.generate.seedVariation}
        data={seeds.map((value) => ({ value, label: text.generate.seedVariations[value] }))}
        value={isPlain && form.seeds === 'kept' ? 'random' : form.seeds}
        onChange={(next) => onChange({ seeds: next as BulkForm['seeds'] })}
        allowDeselect={false}
      />
      <TextInput
        label={text.generate.bulkName}
        placeholder={text.generate.optional}
        maxLength={200}
        value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NumberInput
        label={text.generate.delay}
        suffix=" s"
        min={0}
        max={30}
        decimalScale={1}
        value={form.delay}
        onChange={(next) => typeof next === 'number' && onChange({ delay: next })}
      />
    </div>
  );
}
