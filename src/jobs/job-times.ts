// A forecast in seconds as the times and ranges that clients read. Pure.
import type { SecondsRange } from './duration-model.js';
import type { JobForecast } from './start-estimate.js';
import type { EtaRangeDto, TimeRangeDto } from './job-status.dto.js';

export interface JobTimes {
  estimated_start_time: string | null;
  estimated_start_range: TimeRangeDto | null;
  estimated_completion_time: string | null;
  eta_range: EtaRangeDto | null;
}

export const NO_FORECAST: JobForecast = { untilStart: null, untilEnd: null };

export function timesOf(forecast: JobForecast, nowMs: number): JobTimes {
  const { untilStart, untilEnd } = forecast;
  const at = (seconds: number): string => new Date(nowMs + Math.round(seconds * 1000)).toISOString();
  return {
    estimated_start_time: untilStart && at(untilStart.typical),
    estimated_start_range: untilStart && { from: at(untilStart.low), to: at(untilStart.high) },
    estimated_completion_time: untilEnd && at(untilEnd.typical),
    eta_range: untilEnd && rounded(untilEnd),
  };
}

function rounded(range: SecondsRange): EtaRangeDto {
  const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;
  return { low: tenths(range.low), typical: tenths(range.typical), high: tenths(range.high) };
}
