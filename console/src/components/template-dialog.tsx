import { Button, JsonInput, TextInput } from '@mantine/core';
import { ApiProblem } from '../api/problem';
import { useCreateWorkflow, usePutWorkflow, type Workflow } from '../api/queries/workflows';
import { draftOfTemplate, nameOf, readTemplate, type TemplateDraft } from '../lib/template-draft';
import { useDraft } from '../lib/use-draft';
import { useFormProblems } from '../lib/use-form-problems';
import { text } from '../text';
import { FormDialog } from './form-dialog';
import { toast } from './toast';
import { WorkflowText } from './workflow-text';
import { useState } from 'react';

interface Props {
  /** The one that is changed; a built-in one gets a version of one's own. */
  saved: Workflow | null;
  /** What a new one begins with. */
  start?: Partial<TemplateDraft>;
  onClose: () => void;
  onSaved?: (template: Workflow) => void;
}

const said = text.workflows;
const FIELDS = ['title', 'name', 'workflow', 'workflow_map'];
const EMPTY: TemplateDraft = { title: '', name: null, workflow: '', map: '' };

/** Stores a workflow under a name, or changes one that is stored. Drawn only while it is open. */
export function TemplateDialog({ saved, start, onClose, onSaved }: Props) {
  const draft = useDraft<TemplateDraft>(() => (saved ? draftOfTemplate(saved) : { ...EMPTY, ...start }));
  const { title, name, workflow, map } = draft.value;
  const store = useStore(saved, (template) => {
    toast.done(said.saved(template.title));
    onSaved?.(template);
    onClose();
  });
  const called = name ?? nameOf(title);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={saved ? said.editTitle(saved.title) : said.addTitle}
      submitLabel={text.actions.save}
      pending={store.isPending}
      problem={store.isTaken ? said.taken(called) : store.problems.rest}
      aside={
        store.isTaken && (
          <Button variant="default" onClick={() => store.save(draft.value, true)}>
            {said.replaceIt}
          </Button>
        )
      }
      onSubmit={() => store.save(draft.value, false)}
    >
      <TextInput
        data-autofocus
        label={said.title}
        required
        maxLength={200}
        error={store.problems.fields['title']}
        value={title}
        onChange={(event) => draft.set('title', event.currentTarget.value)}
      />
      <TextInput
        label={said.name}
        description={saved?.built_in ? said.builtInHint : said.nameHint}
        maxLength={100}
        readOnly={saved !== null}
        error={store.problems.fields['name']}
        value={called}
        onChange={(event) => draft.set('name', event.currentTarget.value)}
      />
      <WorkflowText
        value={workflow}
        error={store.problems.fields['workflow']}
        onChange={(next, from) => {
          draft.set('workflow', next);
          if (from !== null && title === '') draft.set('title', from.replace(/\.\w+$/, ''));
        }}
      />
      <JsonInput
        label={said.map}
        description={said.mapHint}
        placeholder={said.mapExample}
        error={store.problems.fields['workflow_map']}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        value={map}
        onChange={(next) => draft.set('map', next)}
      />
    </FormDialog>
  );
}

function useStore(saved: Workflow | null, onSaved: (template: Workflow) => void) {
  const create = useCreateWorkflow();
  const put = usePutWorkflow();
  const [own, setOwn] = useState<Record<string, string>>({});
  const error = put.error ?? create.error;
  const problems = useFormProblems(error, FIELDS);
  const isTaken = error instanceof ApiProblem && error.code === 'workflow_exists';
  return {
    isPending: create.isPending || put.isPending,
    isTaken,
    problems: { fields: { ...problems.fields, ...own }, rest: problems.rest },
    save(draft: TemplateDraft, replace: boolean): void {
      const reading = readTemplate(draft);
      create.reset();
      put.reset();
      if ('problems' in reading) return setOwn(wordsOf(reading.problems));
      setOwn({});
      const name = draft.name ?? nameOf(draft.title);
      if (!saved && !replace) create.mutate({ name, ...reading.body }, { onSuccess: onSaved });
      else
        put.mutate(
          { appType: saved?.app_type ?? 'comfyui', name, body: reading.body },
          { onSuccess: onSaved },
        );
    },
  };
}

const wordsOf = (problems: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(problems).map(([field, problem]) => [
      field,
      said.problems[problem as 'missing' | 'notJson'],
    ]),
  );
