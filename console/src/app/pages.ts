// The pages in the order in which the navigation shows them.
import {
  IconCpu,
  IconKey,
  IconLayoutList,
  IconPhoto,
  IconServer,
  IconSettings,
  IconSparkles,
  IconTemplate,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { text } from '../text';

export interface PageEntry {
  to:
    | '/generate'
    | '/queue'
    | '/gallery'
    | '/models'
    | '/servers'
    | '/workflows'
    | '/keys'
    | '/webhooks'
    | '/system';
  label: string;
  icon: Icon;
  /** In the bottom bar of a phone; the others are under "More". */
  onPhone: boolean;
  /** Pressed after `g`. */
  letter: string;
  /** Only for whoever looks after this server. */
  admin?: boolean;
  /** Belongs to another page, which leads to it: not in the rail. */
  aside?: boolean;
}

export const PAGES: PageEntry[] = [
  { to: '/generate', label: text.nav.generate, icon: IconSparkles, onPhone: true, letter: 'n' },
  { to: '/queue', label: text.nav.queue, icon: IconLayoutList, onPhone: true, letter: 'q' },
  { to: '/gallery', label: text.nav.gallery, icon: IconPhoto, onPhone: true, letter: 'g' },
  { to: '/models', label: text.nav.models, icon: IconCpu, onPhone: true, letter: 'm' },
  { to: '/servers', label: text.nav.servers, icon: IconServer, onPhone: false, letter: 's' },
  {
    to: '/workflows',
    label: text.nav.workflows,
    icon: IconTemplate,
    onPhone: false,
    letter: 't',
    aside: true,
  },
  { to: '/keys', label: text.nav.keys, icon: IconKey, onPhone: false, letter: 'k', admin: true },
  { to: '/webhooks', label: text.nav.webhooks, icon: IconWebhook, onPhone: false, letter: 'w' },
  { to: '/system', label: text.nav.system, icon: IconSettings, onPhone: false, letter: 'y', admin: true },
];
