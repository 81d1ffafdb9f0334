import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { queryClient } from '../../api/query-client';
import { workflowQuery, type Workflow, type WorkflowSummary } from '../../api/queries/workflows';
import { TemplateDialog } from '../../components/template-dialog';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { useRemoveTemplate } from './use-remove-template';

const said = text.workflows;

export function TemplateMenu({ template }: { template: WorkflowSummary }) {
  const [editing, setEditing] = useState<Workflow | null>(null);
  const remove = useRemoveTemplate();
  const { app_type: appType, name, title, built_in: builtIn, shadows_built_in: shadows } = template;
  const edit = (): void =>
    void queryClient.fetchQuery(workflowQuery(appType, name)).then(setEditing, toast.problem);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            className="tap"
            aria-label={text.forms.actionsOf(title)}
          >
            <IconDotsVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
            {builtIn ? said.editBuiltIn : said.edit}
          </Menu.Item>
          {!builtIn && (
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => void remove(template)}>
              {shadows ? said.removeShadow : said.remove}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {editing && <TemplateDialog saved={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
