import { useState } from 'react';
import { useSaveServer, useTestServer, useTestUnsaved } from '../../api/queries/server-changes';
import type { Server } from '../../api/queries/servers';
import { FormDialog } from '../../components/form-dialog';
import { toast } from '../../components/toast';
import { useDraft, type Draft } from '../../lib/use-draft';
import { useFormProblems } from '../../lib/use-form-problems';
import { text } from '../../text';
import { bodyOf, draftOf, newDraft, planTest, testBodyOf, type ServerDraft } from './server-draft';
import { ServerFields } from './server-fields';
import { TestButton } from './test-button';
import { TestOutcome } from './test-outcome';

interface Props {
  opened: boolean;
  onClose: () => void;
  /** The one to change; null adds one. */
  server: Server | null;
}

/** Adds a server or changes one; what was written is forgotten when it is closed. */
export function ServerDialog({ opened, onClose, server }: Props) {
  const [session, setSession] = useState(0);
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) setSession(session + 1);
  }
  return <OneSitting key={session} opened={opened} onClose={onClose} server={server} />;
}

const FIELDS = [
  ...['alias', 'base_url', 'app_type', 'max_concurrent_jobs', 'notes'],
  ...['credentials', 'credentials.username', 'credentials.password', 'extra_headers'],
  ...['tls', 'tls.ca_pem', 'options'],
  ...['tags', 'gpu', 'idle_unload_minutes', 'hours', 'hours.windows', 'hours.time_zone'],
  ...['busy_hook', 'busy_hook.url', 'busy_hook.headers', 'idle_hook', 'idle_hook.url', 'idle_hook.headers'],
] as const;

function OneSitting({ opened, onClose, server }: Props) {
  const draft = useDraft<ServerDraft>(() => (server ? draftOf(server) : newDraft()));
  const save = useSaveServer(server?.alias);
  const test = useTest(draft, server);
  const problems = useFormProblems(save.error ?? test.refused, FIELDS);
  const body = bodyOf(draft.value);
  const fields = body ? problems.fields : { ...problems.fields, options: text.forms.invalidJson };
  const words = text.serversPage;
  const submit = (): void => {
    if (!body) return;
    save.mutate(body, {
      onSuccess: ({ server: { alias } }) => {
        toast.done(server ? words.done.changed(alias) : words.done.added(alias));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={server ? words.form.editTitle(server.alias) : words.form.addTitle}
      submitLabel={server ? text.actions.save : words.add}
      pending={save.isPending}
      problem={problems.rest}
      onSubmit={submit}
      aside={<TestButton reason={test.reason} pending={test.shown.isPending} onTest={test.run} />}
      notice={<TestOutcome test={test.shown} />}
    >
      <ServerFields draft={draft} problems={fields} server={server} />
    </FormDialog>
  );
}

/** Of what is written, or of the saved one while nothing of the way to it has changed. */
function useTest({ value }: Draft<ServerDraft>, server: Server | null) {
  const saved = useTestServer();
  const written = useTestUnsaved();
  const plan = planTest(value, server);
  const words = text.serversPage.test;
  const body = bodyOf(value);
  const run = (): void => {
    saved.reset();
    written.reset();
    if (plan.kind === 'saved' && server) saved.mutate(server.alias);
    else if (plan.kind === 'written' && body) written.mutate(testBodyOf(body));
  };
  const reasons = {
    saved: null,
    written: body ? null : text.forms.invalidJson,
    needs_secret: words.needsSecret,
    needs_address: words.needsAddress,
  };
  const shown = written.isPending || written.data ? written : saved;
  return { run, reason: reasons[plan.kind], refused: written.error, shown };
}
