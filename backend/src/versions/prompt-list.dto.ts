import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { TYPES } from './content.dto';
import { MAX_TAG_LENGTH, MAX_TAGS, Optional, SERVES_PATTERN, TextList } from './field-rules';
import { PageDto, PageQueryDto } from '../page.dto';
import { PromptSummaryDto } from './prompt.dto';

export const SORTS = ['name', 'folder', 'updatedAt', 'createdAt', 'latestVersion', 'relevance'] as const;
const MAX_WORD = 64;

/** Which prompts, in which order. Filters are combined with "and". */
export class PromptListQueryDto extends PageQueryDto {
  /**
   * Full text over name, description, tags and the latest words: words, "phrases", or, -not; or part of the name.
   * @example "evidence"
   */
  @Optional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ maxLength: 500 })
  q?: string;

  /**
   * Only this agent role.
   * @example "architect"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_WORD)
  @ApiPropertyOptional({ maxLength: MAX_WORD })
  agentRole?: string;

  /**
   * Only this analysis depth.
   * @example "deep"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_WORD)
  @ApiPropertyOptional({ maxLength: MAX_WORD })
  depth?: string;

  /**
   * Only this execution strategy.
   * @example "parallel"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_WORD)
  @ApiPropertyOptional({ maxLength: MAX_WORD })
  strategy?: string;

  /**
   * Only this domain.
   * @example "energy"
   */
  @Optional()
  @IsString()
  @MaxLength(MAX_WORD)
  @ApiPropertyOptional({ maxLength: MAX_WORD })
  domain?: string;

  @TextList('Only prompts with all of these tags; repeat the parameter for several.', ['system'], {
    mostItems: MAX_TAGS,
    maxLength: MAX_TAG_LENGTH,
    of: 'url',
  })
  tag?: string[];

  /** Only prompts that have this label. */
  @ApiPropertyOptional({ pattern: SERVES_PATTERN, example: 'production' })
  @Optional()
  @Matches(new RegExp(SERVES_PATTERN), { message: 'must be a label' })
  label?: string;

  /** Only this type. */
  @ApiPropertyOptional({ enum: TYPES, example: 'text' })
  @Optional()
  @IsIn(TYPES)
  type?: 'text' | 'chat';

  /**
   * Only prompts in this folder and those inside it.
   * @example "specialists"
   */
  @Optional()
  @IsString()
  @MaxLength(200)
  @ApiPropertyOptional({ maxLength: 200 })
  folder?: string;

  /** Archived prompts: `false` leaves them out, `true` shows only them, `any` all. */
  @ApiPropertyOptional({ enum: ['false', 'true', 'any'], default: 'false', example: 'false' })
  @IsIn(['false', 'true', 'any'])
  archived: 'false' | 'true' | 'any' = 'false';

  /**
   * What to sort by; by relevance when something is searched for, else by name. Relevance without `q` is the name.
   * `folder` keeps the prompts of a folder together, before those of the folders in it.
   */
  @ApiPropertyOptional({ enum: SORTS, example: 'name' })
  @Optional()
  @IsIn(SORTS)
  sort?: (typeof SORTS)[number];

  /** `asc` or `desc`; names and folders are ascending and everything else descending when absent. */
  @ApiPropertyOptional({ enum: ['asc', 'desc'], example: 'asc' })
  @Optional()
  @IsIn(['asc', 'desc'])
  order?: 'asc' | 'desc';
}

export class FacetCountDto {
  /**
   * The value.
   * @example "architect"
   */
  value: string;

  /**
   * How many of the prompts found have it.
   * @example 3
   */
  @ApiProperty({ type: 'integer', minimum: 1 })
  count: number;
}

/** How the prompts found are distributed, most frequent first. */
export class PromptFacetsDto {
  /** By agent role. */
  agentRole: FacetCountDto[];

  /** By analysis depth. */
  depth: FacetCountDto[];

  /** By execution strategy. */
  strategy: FacetCountDto[];

  /** By domain. */
  domain: FacetCountDto[];

  /** By tag; the 100 most frequent. */
  tag: FacetCountDto[];

  /** By label. */
  label: FacetCountDto[];

  /** By type. */
  type: FacetCountDto[];

  /** By folder, with the prompts of the folders inside it; the 100 largest. */
  folder: FacetCountDto[];
}

export class PromptListDto extends PageDto {
  /** One page of the prompts found. */
  items: PromptSummaryDto[];

  /** Over all pages. */
  facets: PromptFacetsDto;
}
