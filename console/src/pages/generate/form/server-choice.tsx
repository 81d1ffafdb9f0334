import { Select } from '@mantine/core';
import { useAppTypes } from '../../../api/queries/generate';
import { useServers } from '../../../api/queries/servers';
import { text } from '../../../text';
import { withAppType } from '../draft/app-type-change';
import { draftNow, replaceDraft, useDraft } from '../draft/draft-store';
import classes from './server-choice.module.css';

/** Where it runs, and for which kind of server it is written; the kind follows the server. */
export function ServerChoice() {
  const server = useDraft('server');
  const appType = useDraft('appType');
  const { data: servers = [] } = useServers();
  const { data: appTypes = [] } = useAppTypes();
  const inUse = new Set(servers.map(({ app_type: type }) => type));
  const types = appTypes.filter(({ app_type: type }) => inUse.has(type) || type === appType);
  const known = servers.some(({ alias }) => alias === server);
  const choose = (alias: string | null): void => {
    const type = servers.find((one) => one.alias === alias)?.app_type;
    replaceDraft(withAppType(draftNow(), type ?? appType, alias));
  };
  return (
    <div className={classes.row}>
      <Select
        aria-label={text.generate.server}
        data={[
          { value: '', label: text.server.any },
          ...servers.map(({ alias, not_available: reason }) => ({
            value: alias,
            label: reason ? text.generate.awayServer(alias) : alias,
          })),
        ]}
        value={known ? server : ''}
        onChange={(alias) => choose(alias || null)}
        allowDeselect={false}
      />
      {types.length > 1 && (
        <Select
          aria-label={text.generate.appType}
          data={types.map(({ app_type: value, label }) => ({ value, label }))}
          value={appType}
          onChange={(next) => next !== null && replaceDraft(withAppType(draftNow(), next, null))}
          allowDeselect={false}
        />
      )}
    </div>
  );
}
