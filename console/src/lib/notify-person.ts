/** A notification of the system, if nobody looks at the page and its user has allowed it. False: say it in the page. */
export function notifyPerson(title: string, body: string): boolean {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') return false;
  const notification = new Notification(title, { body, icon: '/icon-192.png' });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
  return true;
}

/** Asks once; browsers only do so after a click. */
export async function askToNotify(): Promise<NotificationPermission> {
  return 'Notification' in window ? Notification.requestPermission() : 'denied';
}

/** Whether asking makes sense: not decided yet. */
export const mayAskToNotify = (): boolean =>
  'Notification' in window && Notification.permission === 'default';
