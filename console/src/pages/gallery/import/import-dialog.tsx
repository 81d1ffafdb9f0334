import {
  Button,
  Checkbox,
  Group,
  Modal,
  SegmentedControl,
  Spoiler,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { messageOf } from '../../../api/problem';
import {
  useCancelImport,
  useImageImport,
  useStartImport,
  type ImageImport,
} from '../../../api/queries/gallery/imports';
import { Loading } from '../../../components/loading';
import { ProgressLine } from '../../../components/progress-line';
import { text } from '../../../text';
import { useGallery } from '../gallery-context';

const words = text.gallery.import;

/** Images that lie in a folder of the server already become part of the gallery. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const state = useImageImport(true);
  const [again, setAgain] = useState(false);
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg">
      <Loading of={state}>
        {(latest) =>
          latest.state === 'idle' || (again && latest.state !== 'running') ? (
            <ImportForm onStarted={() => setAgain(false)} />
          ) : (
            <ImportState state={latest} onAgain={() => setAgain(true)} onClose={onClose} />
          )
        }
      </Loading>
    </Modal>
  );
}

function ImportForm({ onStarted }: { onStarted: () => void }) {
  const [folder, setFolder] = useState('');
  const [recursive, setRecursive] = useState(true);
  const [mode, setMode] = useState<'copy' | 'move'>('copy');
  const start = useStartImport();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    start.mutate({ folder: folder.trim(), recursive, mode }, { onSuccess: onStarted });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {words.hint}
        </Text>
        <TextInput
          label={words.folder}
          description={words.folderHint}
          placeholder="/srv/forge/outputs"
          value={folder}
          required
          data-autofocus
          error={start.error ? messageOf(start.error) : null}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        <Checkbox
          label={words.recursive}
          checked={recursive}
          onChange={(event) => setRecursive(event.currentTarget.checked)}
        />
        <SegmentedControl
          aria-label={words.mode}
          value={mode}
          onChange={(value) => setMode(value)}
          data={[
            { value: 'copy', label: words.copy },
            { value: 'move', label: words.move },
          ]}
        />
        <Text size="xs" c="dimmed">
          {mode === 'copy' ? words.copyHint : words.moveHint}
        </Text>
        <Button type="submit" loading={start.isPending}>
          {words.start}
        </Button>
      </Stack>
    </form>
  );
}

interface StateProps {
  state: ImageImport;
  onAgain: () => void;
  onClose: () => void;
}

function ImportState({ state, onAgain, onClose }: StateProps) {
  const { wall } = useGallery();
  const cancel = useCancelImport();
  const { found, imported, skipped, failed, folder } = state;
  const done = imported + skipped + failed.length;
  const isRunning = state.state === 'running';
  return (
    <Stack>
      <Text size="sm" fw={600}>
        {state.state === 'idle' ? '' : `${words.states[state.state]}: ${folder}`}
      </Text>
      {isRunning && <ProgressLine percent={found ? (done / found) * 100 : null} label={words.title} />}
      <Text size="sm" role="status">
        {words.counts(imported, found, skipped)}
      </Text>
      {failed.length > 0 && (
        <Spoiler maxHeight={0} showLabel={words.failed(failed.length)} hideLabel={text.actions.less}>
          <Stack gap={4}>
            {failed.map(({ path, message }) => (
              <Text key={path} size="xs">
                {path}: {message}
              </Text>
            ))}
          </Stack>
        </Spoiler>
      )}
      <Group justify="flex-end">
        {isRunning ? (
          <>
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {text.actions.cancel}
            </Button>
            <Button onClick={onClose}>{words.goOnBehind}</Button>
          </>
        ) : (
          <>
            <Button variant="default" onClick={onAgain}>
              {words.another}
            </Button>
            <Button
              onClick={() => {
                wall.refresh();
                onClose();
              }}
            >
              {text.actions.close}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
