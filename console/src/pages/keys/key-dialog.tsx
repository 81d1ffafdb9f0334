import { useState } from 'react';
import { useCreateKey, useUpdateKey, type ApiKey } from '../../api/queries/api-keys';
import { FormDialog } from '../../components/form-dialog';
import { toast } from '../../components/toast';
import { useDraft } from '../../lib/use-draft';
import { useFormProblems } from '../../lib/use-form-problems';
import { text } from '../../text';
import { bodyOf, draftOf, LIMITS, newDraft, type KeyDraft } from './key-draft';
import { KeyFields } from './key-fields';
import { SecretDialog, type Secret } from './secret-dialog';

const FIELDS = [
  ...['name', 'scopes', 'servers', 'app_types', 'expires_at', 'settings'],
  ...LIMITS.map((limit) => `limits.${limit}`),
];

/** Makes a key (then shows its secret) or changes one. Drawn only while it is open. */
export function KeyDialog({ saved, onClose }: { saved: ApiKey | null; onClose: () => void }) {
  const [made, setMade] = useState<Secret | null>(null);
  if (made) return <SecretDialog secret={made} onClose={onClose} />;
  return saved ? (
    <EditKey saved={saved} onClose={onClose} />
  ) : (
    <CreateKey onClose={onClose} onMade={setMade} />
  );
}

function CreateKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: Secret) => void }) {
  const draft = useDraft<KeyDraft>(newDraft);
  const create = useCreateKey();
  const problems = useFormProblems(create.error, FIELDS);
  const submit = (): void =>
    create.mutate(bodyOf(draft.value, new Date(), null), {
      onSuccess: ({ api_key: { id, name }, key, secret }) => onMade({ id, name, key, secret }),
    });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={text.keysPage.form.createTitle}
      submitLabel={text.forms.create}
      pending={create.isPending}
      problem={problems.rest}
      onSubmit={submit}
    >
      <KeyFields draft={draft} problems={problems.fields} />
    </FormDialog>
  );
}

function EditKey({ saved, onClose }: { saved: ApiKey; onClose: () => void }) {
  const draft = useDraft<KeyDraft>(() => draftOf(saved));
  const update = useUpdateKey(saved.id);
  const problems = useFormProblems(update.error, FIELDS);
  const submit = (): void =>
    update.mutate(bodyOf(draft.value, new Date(), saved), {
      onSuccess: ({ api_key: { name } }) => {
        toast.done(text.keysPage.done.changed(name));
        onClose();
      },
    });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={text.keysPage.form.editTitle(saved.name)}
      submitLabel={text.actions.save}
      pending={update.isPending}
      problem={problems.rest}
      onSubmit={submit}
    >
      <KeyFields draft={draft} problems={problems.fields} />
    </FormDialog>
  );
}
