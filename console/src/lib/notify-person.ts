// Notifications of the system. Browsers have them over HTTPS and on loopback only, and ask their user first.

/** `impossible`: not in this browser, or not at this address. */
export type MayNotify = 'yes' | 'not asked' | 'refused' | 'impossible';

const ANSWERS: Record<NotificationPermission, MayNotify> = {
  granted: 'yes',
  default: 'not asked',
  denied: 'refused',
};

export function mayNotify(): MayNotify {
  if (!window.isSecureContext || !('Notification' in window)) return 'impossible';
  return ANSWERS[Notification.permission];
}

/** Only after a click. */
export async function askToNotify(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted';
}

interface Notice {
  title: string;
  body: string;
  /** Opened by a click, if no page of the console is open any more. */
  path: string;
}

/** @returns whether it is shown */
export async function notifyPerson({ title, body, path }: Notice): Promise<boolean> {
  if (mayNotify() !== 'yes') return false;
  // One of a page of its own is refused on phones; a worker's outlives the page too.
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  // Several tabs may tell of the same.
  await worker?.showNotification(title, { body, icon: '/icon-192.png', tag: path, data: { path } });
  return worker !== undefined;
}
