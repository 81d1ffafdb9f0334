import { Switch } from '@mantine/core';
import { askToNotify, mayNotify, type MayNotify } from '../lib/notify-person';
import { usePreference } from '../lib/preferences';
import { text } from '../text';

const WHY_NOT: Partial<Record<MayNotify, string>> = {
  refused: text.settings.noticesRefused,
  impossible: text.settings.noticesImpossible,
};

/** Notifications of the system; the browser asks when they are first wanted. */
export function NoticesSwitch() {
  const [wanted, want] = usePreference('notices');
  const may = mayNotify();
  const change = async (on: boolean): Promise<void> => want(on && (await askToNotify()));
  return (
    <Switch
      label={text.settings.notices}
      description={WHY_NOT[may]}
      disabled={WHY_NOT[may] !== undefined}
      checked={wanted && may === 'yes'}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}
