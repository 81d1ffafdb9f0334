import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useServers } from '../../api/queries/servers';
import { Afterwards } from '../../components/afterwards';
import { Loading } from '../../components/loading';
import { useEndOfEarlyShell } from '../../lib/early-shell';
import { text } from '../../text';
import { formOf } from './draft/draft';
import { useDraft } from './draft/draft-store';
import { DropAnywhere } from './fill/drop-anywhere';
import { useLinkedFill } from './fill/use-linked-fill';
import { FormMenu } from './form-menu';
import { ServerChoice } from './form/server-choice';
import { WebuiForm } from './form/webui-form';
import { NoServer } from './no-server';
import { PresetMenu } from './presets/preset-menu';
import { ResultWall } from './results/result-wall';
import { ActionBar } from './submit/action-bar';
import classes from './generate-page.module.css';

const ComfyuiForm = lazy(() =>
  import('./comfyui/comfyui-form').then(({ ComfyuiForm: Form }) => ({ default: Form })),
);
const PlainForm = lazy(() => import('./form/plain-form').then(({ PlainForm: Form }) => ({ default: Form })));

/** The form on the left, what this sitting has made on the right, one button that is always in reach. */
export function GeneratePage() {
  const servers = useServers();
  useEndOfEarlyShell(servers.data !== undefined || servers.error !== null);
  return (
    <Loading of={servers} skeleton={<Skeleton m={16} h={480} maw={440} />}>
      {(all) => (all.length ? <Workplace /> : <NoServer />)}
    </Loading>
  );
}

function Workplace() {
  const kind = formOf(useDraft('appType'));
  useLinkedFill();
  return (
    <div className={classes.page}>
      <div className={classes.left}>
        <div className={classes.head}>
          <h1 className="visually-hidden">{text.nav.generate}</h1>
          <ServerChoice />
          <PresetMenu />
          <FormMenu />
        </div>
        <form className={classes.form} onSubmit={(event) => event.preventDefault()}>
          {kind === 'webui' ? (
            <WebuiForm />
          ) : (
            <Suspense fallback={<Skeleton h={240} />}>
              {kind === 'comfyui' ? <ComfyuiForm /> : <PlainForm />}
            </Suspense>
          )}
        </form>
      </div>
      <div className={classes.wall}>
        <Afterwards>
          <ResultWall />
        </Afterwards>
      </div>
      <div className={classes.action}>
        <ActionBar />
      </div>
      <DropAnywhere />
    </div>
  );
}
