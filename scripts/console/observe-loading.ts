/**
 * Runs in the page before anything else of it. `usable` is set once a field of the form is there and the main thread
 * has come to rest behind it, `whole` once it is the form's own and not that of the early shell; blocking counts what is
 * over 50 ms of each task between the first paint and then.
 */
export const OBSERVE_LOADING = `
const loading = {
  firstContentfulPaint: 0, largestContentfulPaint: 0, usable: null, whole: null, totalBlockingTime: 0, layoutShift: 0,
};
// An init script has a scope of its own.
globalThis.loading = loading;
{
  const observe = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') loading.firstContentfulPaint = entry.startTime;
  });
  observe('largest-contentful-paint', (entry) => { loading.largestContentfulPaint = entry.startTime; });
  observe('longtask', (entry) => {
    if (loading.whole !== null && entry.startTime > loading.whole) return;
    loading.totalBlockingTime += Math.max(0, entry.duration - 50);
  });
  let burst = { sum: 0, began: 0, last: 0 };
  observe('layout-shift', (entry) => {
    if (entry.hadRecentInput) return;
    const goesOn = entry.startTime - burst.last < 1000 && entry.startTime - burst.began < 5000;
    if (!goesOn) burst = { sum: 0, began: entry.startTime, last: 0 };
    burst.sum += entry.value;
    burst.last = entry.startTime;
    loading.layoutShift = Math.max(loading.layoutShift, burst.sum);
  });
  const isThere = () => {
    const field = document.querySelector('main textarea, main input[type="text"]');
    return field !== null && !field.disabled && !field.readOnly && field.getClientRects().length > 0;
  };
  const note = (name, isReached) => {
    const look = () => {
      if (isReached()) setTimeout(() => { loading[name] = performance.now(); });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  note('usable', isThere);
  note('whole', () => document.getElementById('shell') === null && isThere());
}
`;
