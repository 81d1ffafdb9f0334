import { useState } from 'react';
import { useCreateWebhook, useUpdateWebhook, type Webhook } from '../../api/queries/webhooks';
import { FormDialog } from '../../components/form-dialog';
import { toast } from '../../components/toast';
import { useDraft } from '../../lib/use-draft';
import { useFormProblems } from '../../lib/use-form-problems';
import { text } from '../../text';
import {
  createBody,
  draftOf,
  FILTERS,
  newDraft,
  OPTIONS,
  updateBody,
  type WebhookDraft,
} from './webhook-draft';
import { WebhookFields } from './webhook-fields';
import { WebhookSecret } from './webhook-secret';

const FIELDS = [
  ...['name', 'url', 'template', 'events', 'secret', 'options', 'filter'],
  ...OPTIONS.map((option) => `options.${option}`),
  ...FILTERS.map((part) => `filter.${part}`),
];

/** Adds a webhook (then shows its secret) or changes one. Drawn only while it is open. */
export function WebhookDialog({ saved, onClose }: { saved: Webhook | null; onClose: () => void }) {
  return saved ? <EditWebhook saved={saved} onClose={onClose} /> : <CreateWebhook onClose={onClose} />;
}

function CreateWebhook({ onClose }: { onClose: () => void }) {
  const draft = useDraft<WebhookDraft>(newDraft);
  const [isOwn, setIsOwn] = useState(false);
  const create = useCreateWebhook();
  const problems = useFormProblems(create.error, FIELDS);
  const words = text.webhooksPage;
  // Whoever chose the secret need not be shown it.
  if (create.data && !isOwn)
    return <WebhookSecret name={create.data.webhook.name} secret={create.data.secret} onClose={onClose} />;
  const submit = (): void => {
    const body = createBody(draft.value);
    create.mutate(body, {
      onSuccess: ({ message }) => {
        if (body.secret === undefined) return;
        setIsOwn(true);
        toast.done(message);
        onClose();
      },
    });
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={words.form.createTitle}
      submitLabel={words.create}
      pending={create.isPending}
      problem={problems.rest}
      onSubmit={submit}
    >
      <WebhookFields draft={draft} problems={problems.fields} isNew />
    </FormDialog>
  );
}

function EditWebhook({ saved, onClose }: { saved: Webhook; onClose: () => void }) {
  const draft = useDraft<WebhookDraft>(() => draftOf(saved));
  const update = useUpdateWebhook(saved.id);
  const problems = useFormProblems(update.error, FIELDS);
  const words = text.webhooksPage;
  const submit = (): void =>
    update.mutate(updateBody(draft.value, saved), {
      onSuccess: ({ webhook: { name } }) => {
        toast.done(words.done.changed(name));
        onClose();
      },
    });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={words.form.editTitle(saved.name)}
      submitLabel={text.actions.save}
      pending={update.isPending}
      problem={problems.rest}
      onSubmit={submit}
    >
      <WebhookFields draft={draft} problems={problems.fields} isNew={false} />
    </FormDialog>
  );
}
