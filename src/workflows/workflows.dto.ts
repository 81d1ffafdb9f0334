import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDefined, IsObject, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { FIELD_KINDS, type FieldKind } from '../dispatch/contract/index.js';

export const TEMPLATE_NAME = /^[A-Za-z0-9_-]{1,100}$/;
export const TEMPLATE_NAME_RULE = 'name may have letters, digits, dashes and underscores, at most 100';
const trimmed = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim().normalize('NFC') : value,
);
const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;
const TEXTS = { type: 'array', items: { type: 'string' } } as const;
const MAP = { type: 'object', additionalProperties: TEXTS } as const;
const GIVEN_MAP = {
  type: 'object' as const,
  additionalProperties: { oneOf: [{ type: 'string' }, TEXTS] },
  nullable: true,
};

export class ListWorkflowsQuery {
  /** Only of this engine. */
  @IsOptional() @IsString() @MaxLength(100) app_type?: string;
}

class GivenWorkflowDto {
  /** In the API format of the engine, as in `generation_params.workflow` of jobs: an object, or its JSON text; at most 1 MB. */
  @IsDefined()
  @ApiProperty({ oneOf: [ANY_OBJECT, { type: 'string' }] })
  workflow!: unknown;
  /** Which inputs are which parameter: `{ "prompt": "6.text", "seed": ["3.seed"] }`. Absent: found as for jobs. */
  @IsOptional()
  @IsObject()
  @ApiPropertyOptional(GIVEN_MAP)
  workflow_map?: Record<string, unknown> | null;
}

/** A template without its name. */
export class ReplaceWorkflowDto extends GivenWorkflowDto {
  /** For people. Default: that of the template of this name, else the name. */
  @IsOptional()
  @trimmed
  @IsString()
  @Length(1, 200)
  title?: string | null;
}

export class CreateWorkflowDto extends ReplaceWorkflowDto {
  /** Default: the engine that has templates. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  app_type?: string | null;
  /** How jobs call it. That of a built-in one stands in for that. */
  @IsString()
  @Matches(TEMPLATE_NAME, { message: TEMPLATE_NAME_RULE })
  name!: string;
}

export class InspectWorkflowDto extends GivenWorkflowDto {
  /** Default: the engine that has templates. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  app_type?: string | null;
}

class WorkflowFactsDto {
  app_type!: string;
  /** How jobs call it: `generation_params.template`. */
  name!: string;
  /** For people. */
  title!: string;
  /** It came with StableQueue. */
  built_in!: boolean;
  /** It stands in for the built-in one of its name, which counts again once this one is deleted. */
  shadows_built_in!: boolean;
  /** Null for built-in ones. */
  @ApiProperty({ type: String, nullable: true }) updated_timestamp!: string | null;
}

export class WorkflowSummaryDto extends WorkflowFactsDto {
  /** How many parameters its form has. */
  fields!: number;
}

export class WorkflowListDto {
  /** By title. */
  @ApiProperty({ type: [WorkflowSummaryDto] }) workflows!: WorkflowSummaryDto[];
}

/** A parameter of a template, as a form shows it. */
export class WorkflowFieldDto {
  name!: string;
  /** True: its value goes into `generation_params.values`; false: into `generation_params` itself. */
  own!: boolean;
  /** For people. */
  label!: string;
  /** `image` and `mask` take base64; `seed` takes -1 for one by chance; `size` is pixels. */
  @ApiProperty({ enum: FIELD_KINDS }) kind!: FieldKind;
  /** What the workflow has there; null where that is no value to start from. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], nullable: true })
  default!: string | number | boolean | null;
  @ApiProperty({ type: Number, nullable: true }) min!: number | null;
  @ApiProperty({ type: Number, nullable: true }) max!: number | null;
  @ApiProperty({ type: Number, nullable: true }) step!: number | null;
  /** All that there are, the same on every server. */
  @ApiProperty({ type: [String], nullable: true }) choices!: string[] | null;
  /** The list of a server's inventory to choose from: `checkpoints`, `loras`, `modules`, `samplers` … */
  @ApiProperty({ type: String, nullable: true }) list!: string | null;
  /** Inputs that it goes into, as `node.input`. */
  places!: string[];
}

export class WorkflowDto extends WorkflowFactsDto {
  /** What runs, in the API format. */
  @ApiProperty(ANY_OBJECT) workflow!: Record<string, unknown>;
  /** Which inputs are which parameter. */
  @ApiProperty(MAP)
  workflow_map!: Record<string, string[]>;
  /** In the order in which people expect it. */
  @ApiProperty({ type: [WorkflowFieldDto] }) form!: WorkflowFieldDto[];
}

export class WorkflowNeedsDto {
  /** Kinds of nodes, by name. */
  nodes!: string[];
  /** Models and other files, as the workflow names them. */
  files!: string[];
}

/** What a workflow would become. */
export class WorkflowInspectionDto {
  @ApiProperty(MAP)
  workflow_map!: Record<string, string[]>;
  @ApiProperty({ type: [WorkflowFieldDto] }) form!: WorkflowFieldDto[];
  /** How many. */
  nodes!: number;
  /** What a server must have to run it as it is. */
  needs!: WorkflowNeedsDto;
}

export class WorkflowDeletedDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
}
