import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';

export const APP_TYPE = 'stablequeue:app_type';

/** Marks a provider as the dispatcher of `appType`; the registry finds it by Nest discovery. */
export function AppType(appType: string): ClassDecorator {
  return applyDecorators(Injectable(), SetMetadata(APP_TYPE, appType));
}
