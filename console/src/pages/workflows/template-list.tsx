import { IconTemplate } from '@tabler/icons-react';
import { useWorkflows } from '../../api/queries/workflows';
import { EmptyState } from '../../components/empty-state';
import { ListSkeleton } from '../../components/list-skeleton';
import { Loading } from '../../components/loading';
import { text } from '../../text';
import { TemplateRow } from './template-row';
import type { TemplateAddress } from './use-workflows-address';
import classes from './workflows.module.css';

/** Those of people first: they are what one comes for. */
export function TemplateList({ onOpen }: { onOpen: (template: TemplateAddress) => void }) {
  const workflows = useWorkflows();
  const { empty } = text.workflows;
  return (
    <Loading of={workflows} skeleton={<ListSkeleton rows={8} height={64} />}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState icon={IconTemplate} title={empty.title} hint={empty.hint} />
        ) : (
          <ul className={classes.list} aria-label={text.workflows.list}>
            {[...all.filter(isOwn), ...all.filter((one) => !isOwn(one))].map((template) => (
              <li key={`${template.app_type}/${template.name}`}>
                <TemplateRow template={template} onOpen={() => onOpen(template)} />
              </li>
            ))}
          </ul>
        )
      }
    </Loading>
  );
}

const isOwn = ({ built_in: builtIn }: { built_in: boolean }): boolean => !builtIn;
