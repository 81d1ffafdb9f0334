/** Charts that do not move, and that a keyboard passes by: what they show is said in words beside them. */
export const STILL_BARS = {
  barProps: { isAnimationActive: false },
  barChartProps: { accessibilityLayer: false },
};
export const STILL_AREAS = {
  areaProps: { isAnimationActive: false },
  areaChartProps: { accessibilityLayer: false },
};
