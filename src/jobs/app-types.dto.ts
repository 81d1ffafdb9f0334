/** A kind of server API that jobs are written for. */
export class AppTypeDto {
  app_type!: string;
  /** For people. */
  label!: string;
  /** Name of the schema of `generation_params` in the OpenAPI document. */
  parameters_schema!: string;
}
