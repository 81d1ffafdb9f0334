import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAppTypes } from '../../api/queries/app-types';
import type { WorkflowSummary } from '../../api/queries/workflows';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { TemplateMark } from './template-mark';
import { TemplateMenu } from './template-menu';
import classes from './workflows.module.css';

const said = text.workflows;

export function TemplateRow({ template, onOpen }: { template: WorkflowSummary; onOpen: () => void }) {
  const { data: appTypes = [] } = useAppTypes();
  const { app_type: appType, name, title, fields } = template;
  const { built_in: builtIn, updated_timestamp: changed } = template;
  const engine = appTypes.find((one) => one.app_type === appType)?.label ?? appType;
  return (
    <article className={classes.row} aria-label={title}>
      <UnstyledButton className={classes.open} onClick={onOpen}>
        <span className={classes.title}>
          <Text component="span" size="sm" fw={600}>
            {title}
          </Text>
          {!builtIn && <TemplateMark template={template} />}
        </span>
        <Text component="span" size="xs" c="dimmed" className={classes.facts}>
          <code>{name}</code> · {engine} · {said.fields(fields)}
          {builtIn && ` · ${said.marks.builtIn}`}
          {changed !== null && (
            <>
              {' · '}
              {said.changed} <TimeAgo iso={changed} />
            </>
          )}
        </Text>
      </UnstyledButton>
      <Group gap={4} wrap="nowrap">
        <Button
          size="xs"
          className="tap"
          variant="default"
          renderRoot={(props) => <Link to="/generate" search={{ template: name } as never} {...props} />}
        >
          {said.use}
        </Button>
        <TemplateMenu template={template} />
      </Group>
    </article>
  );
}
