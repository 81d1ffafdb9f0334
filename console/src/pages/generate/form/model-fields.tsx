import { MultiSelect, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { text } from '../../../text';
import { setParams, useDraft, useParam, useProblemOf } from '../draft/draft-store';
import { findModel, stemOf } from './inventory-lists';
import { ModelPicture } from './model-picture';
import { ChoiceParam } from './param-fields';
import { useLists } from './use-lists';
import classes from './model-fields.module.css';

const CheckpointPicker = lazy(() =>
  import('./checkpoint-picker').then(({ CheckpointPicker: Picker }) => ({ default: Picker })),
);

/** Checkpoint, and what comes with it: VAE, or the modules that Forge takes instead. */
export function ModelFields() {
  const appType = useDraft('appType');
  return (
    <div className={classes.fields}>
      <CheckpointField />
      {appType === 'forge' ? <ModulesField /> : <VaeField />}
    </div>
  );
}

/** `none`: what it is if none is chosen. */
export function CheckpointField({ none = text.generate.loadedModel }: { none?: string }) {
  const value = useParam('checkpoint_name');
  const problem = useProblemOf('checkpoint_name');
  const { lists, isPending } = useLists();
  const [opened, picker] = useDisclosure(false);
  const asked = typeof value === 'string' && value !== '' ? value : null;
  const model = asked === null ? undefined : findModel(lists.checkpoints, asked);
  const name = asked === null ? none : stemOf(model?.name ?? asked);
  return (
    <div>
      <Text component="span" size="sm" className={classes.label} aria-hidden>
        {text.generate.checkpoint}
      </Text>
      <UnstyledButton className={classes.checkpoint} onClick={picker.open} aria-haspopup="dialog">
        <ModelPicture model={model ?? null} className={classes.thumb} />
        <span className={classes.name}>
          <span className="visually-hidden">{text.generate.checkpoint}: </span>
          <Text size="sm" truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {asked !== null && !model && !isPending
              ? text.generate.modelNotListed
              : text.generate.modelsToChoose(lists.checkpoints.length)}
          </Text>
        </span>
        <IconChevronDown size={16} aria-hidden />
      </UnstyledButton>
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
      {opened && (
        <Suspense fallback={null}>
          <CheckpointPicker
            current={model?.name ?? asked}
            none={none}
            onPick={(picked) => {
              setParams({ checkpoint_name: picked ?? undefined });
              picker.close();
            }}
            onClose={picker.close}
          />
        </Suspense>
      )}
    </div>
  );
}

function VaeField() {
  const { lists } = useLists();
  const names = ['Automatic', 'None', ...lists.modules.map(({ name }) => name)];
  return (
    <ChoiceParam
      name="vae"
      label={text.generate.vae}
      placeholder={text.generate.serverDefault}
      data={names.map((name) => ({ value: name, label: stemOf(name) }))}
      known={(value) => names.find((name) => name === value) ?? findModel(lists.modules, value)?.name}
    />
  );
}

/** `none`: what is used if none is chosen. */
export function ModulesField({ none = text.generate.serverDefault }: { none?: string }) {
  const value = useParam('modules');
  const problem = useProblemOf('modules');
  const { lists } = useLists();
  const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  const names = lists.modules.map(({ name }) => name);
  const unlisted = chosen.filter((one) => !names.includes(one));
  return (
    <MultiSelect
      label={text.generate.modules}
      placeholder={chosen.length ? undefined : none}
      error={problem}
      data={[...unlisted, ...names].map((name) => ({ value: name, label: stemOf(name) }))}
      value={chosen}
      onChange={(next) => setParams({ modules: next.length ? next : undefined })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.actions.clear }}
      hidePickedOptions
    />
  );
}
