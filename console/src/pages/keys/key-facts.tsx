import type { ApiKey } from '../../api/queries/api-keys';
import { CopyButton } from '../../components/copy-button';
import { Facts } from '../../components/facts';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { LIMITS, SCOPES } from './key-draft';
import classes from './keys.module.css';

export function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const words = text.keysPage;
  const { details } = words;
  const scopes = SCOPES.filter((scope) => apiKey.scopes.includes(scope));
  return (
    <Facts
      of={[
        [
          details.key,
          <span key="key" className={classes.copied}>
            <span className={classes.mono}>{apiKey.key}</span>
            <CopyButton value={apiKey.key} />
          </span>,
        ],
        [details.secret, apiKey.secret_hint ? details.secretEnds(apiKey.secret_hint) : null],
        [details.may, scopes.map((scope) => words.scopes[scope]?.[0] ?? scope).join(', ')],
        [details.servers, apiKey.servers?.join(', ') ?? words.everyServer],
        [details.appTypes, apiKey.app_types?.join(', ') ?? words.everyKind],
        [details.limits, limitsOf(apiKey)],
        [details.answers, apiKey.settings.sdapi_mode && words.form.modes[apiKey.settings.sdapi_mode]],
        [words.lastUsed, apiKey.last_used ? <TimeAgo key="used" iso={apiKey.last_used} /> : words.neverUsed],
        [words.expires, apiKey.expires_at && <TimeAgo key="expires" iso={apiKey.expires_at} />],
        [
          details.path,
          apiKey.path_token && (
            <span key="path">
              {details.pathMade} <TimeAgo iso={apiKey.path_token.created_at} />
            </span>
          ),
        ],
        [details.made, <TimeAgo key="made" iso={apiKey.created_at} />],
      ]}
    />
  );
}

function limitsOf({ limits }: ApiKey): string {
  const words = text.keysPage;
  const said = LIMITS.flatMap((limit) => {
    const most = limits[limit];
    return most === null ? [] : [words.limits[limit](most)];
  });
  return said.length ? said.join(', ') : words.details.noLimits;
}
