import { ActionIcon, Menu, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDeviceFloppy, IconDots, IconFileImport, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useWorkflows, type WorkflowSummary } from '../../../api/queries/workflows';
import { text } from '../../../text';
import { useDraft } from '../draft/draft-store';
import type { Run } from '../draft/run';
import { choosePlain, chooseTemplate } from './choose-run';
import classes from './comfyui.module.css';

const WorkflowDialog = lazy(() =>
  import('./workflow-dialog').then(({ WorkflowDialog: Dialog }) => ({ default: Dialog })),
);
const SaveTemplate = lazy(() =>
  import('./save-template').then(({ SaveTemplate: Dialog }) => ({ default: Dialog })),
);

const said = text.comfy;
const SIMPLE = 'simple';
const WORKFLOW = 'workflow';
const TEMPLATE = 'template:';

/** Plain parameters, one of the templates, or a workflow that is brought along. */
export function RunChoice() {
  const run = useDraft('run');
  const { data: templates = [] } = useWorkflows();
  const [isAsking, ask] = useDisclosure(false);
  const [isSaving, save] = useDisclosure(false);
  const ours = templates.filter(({ app_type: type }) => type === 'comfyui');
  const choose = (next: string | null): void => {
    if (next === SIMPLE) choosePlain();
    else if (next === WORKFLOW) ask.open();
    else if (next?.startsWith(TEMPLATE)) void chooseTemplate(next.slice(TEMPLATE.length));
  };
  return (
    <div>
      <div className={classes.choice}>
        <Select
          label={said.whatToRun}
          data={choicesOf(run, ours)}
          value={valueOf(run)}
          onChange={choose}
          // The workflow that is there already is replaced by choosing it again.
          onOptionSubmit={(next) => next === WORKFLOW && run.kind === 'workflow' && ask.open()}
          allowDeselect={false}
          searchable
          nothingFoundMessage={said.noTemplate}
          maxDropdownHeight={420}
        />
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="default" size={36} className="tap" aria-label={said.runMenu}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFileImport size={16} />} onClick={ask.open}>
              {said.bring}
            </Menu.Item>
            {run.kind === 'workflow' && (
              <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={save.open}>
                {said.saveAs}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconSettings size={16} />}
              renderRoot={(props) => <Link to="/workflows" {...props} />}
            >
              {said.manage}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Suspense fallback={null}>
        {isAsking && <WorkflowDialog onClose={ask.close} />}
        {isSaving && run.kind === 'workflow' && <SaveTemplate run={run} onClose={save.close} />}
      </Suspense>
    </div>
  );
}

const valueOf = (run: Run): string => (run.kind === 'template' ? TEMPLATE + run.name : KINDS[run.kind]);
const KINDS = { plain: SIMPLE, workflow: WORKFLOW };

function choicesOf(run: Run, templates: readonly WorkflowSummary[]) {
  const isGone = run.kind === 'template' && !templates.some(({ name }) => name === run.name);
  const options = (builtIn: boolean) =>
    templates
      .filter(({ built_in: one }) => one === builtIn)
      .map(({ name, title }) => ({ value: TEMPLATE + name, label: title }));
  const own = [...(isGone ? [{ value: TEMPLATE + run.name, label: run.title }] : []), ...options(false)];
  const workflow = run.kind === 'workflow' ? said.workflowFrom(run.title) : said.workflow;
  return [
    { value: SIMPLE, label: said.simple },
    { value: WORKFLOW, label: workflow },
    ...(own.length ? [{ group: said.ownTemplates, items: own }] : []),
    { group: said.builtInTemplates, items: options(true) },
  ];
}
