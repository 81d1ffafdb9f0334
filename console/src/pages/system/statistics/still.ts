const EVEN = { interval: 'equidistantPreserveStart' } as const;
/** For the upper half of the highest number, which else moves below its line. */
const ROOM = { top: 10 };

/** Charts that do not move, and that a keyboard passes by: what they show is said in words beside them. */
export const STILL_BARS = {
  barProps: { isAnimationActive: false },
  barChartProps: { accessibilityLayer: false, margin: ROOM },
  xAxisProps: EVEN,
};
export const STILL_AREAS = {
  areaProps: { isAnimationActive: false },
  areaChartProps: { accessibilityLayer: false, margin: ROOM },
  xAxisProps: EVEN,
};
