// Jobs that were asked for as one: their common id tells what they are.

/** A pipeline is a bulk with steps. */
export const isPipeline = (bulkId: string): boolean => bulkId.startsWith('pipeline_');

/** To tell one from the other at a glance. */
export const shortGroupId = (bulkId: string): string => bulkId.replace(/^(bulk|pipeline)_/, '');
