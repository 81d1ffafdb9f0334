import { Button, Skeleton } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { AfterAMoment } from '../../components/loading';
import { Page } from '../../components/page';
import { text } from '../../text';
import { countKinds, filterModels } from './merge-models';
import { ModelFilters } from './model-filters';
import { ModelList } from './model-list';
import { UnreadServers } from './unread-servers';
import { useModels, type Models } from './use-models';
import { useModelsAddress } from './use-models-address';
import classes from './models.module.css';

/** What the servers have to work with, and which of them has what. */
export function ModelsPage() {
  const known = useModels();
  return (
    <Page wide title={text.nav.models}>
      {known === undefined || known.isPending ? (
        <AfterAMoment>
          <div className={classes.grid}>
            {Array.from({ length: 8 }, (_, index) => (
              <Skeleton key={index} h={280} radius="md" />
            ))}
          </div>
        </AfterAMoment>
      ) : known.servers.length === 0 ? (
        <NoServers />
      ) : (
        <Content known={known} />
      )}
    </Page>
  );
}

function Content({ known }: { known: Models }) {
  const [filter, change] = useModelsAddress();
  const shown = filterModels(known.models, filter);
  return (
    <>
      <ModelFilters
        filter={filter}
        onChange={change}
        counts={countKinds(known.models, filter)}
        servers={known.servers}
      />
      <UnreadServers unread={known.unread} />
      <ModelList models={shown} filter={filter} servers={known.servers} />
    </>
  );
}

function NoServers() {
  const { empty } = text.modelsPage;
  return (
    <EmptyState icon={IconCpu} title={empty.title} hint={empty.hint}>
      <Button component={Link} to="/servers" search={{ add: true } as never}>
        {empty.add}
      </Button>
    </EmptyState>
  );
}
