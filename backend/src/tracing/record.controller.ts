import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Operation } from '../problems/operation.decorator';
import { IngestReportDto } from './ingest-report.dto';
import { OutcomeOfConversationDto, RecordOutcomesDto, OutcomeOfTraceDto } from './record-outcomes.dto';
import { RecordTracesDto } from './record-traces.dto';

const BATCHES =
  'A batch has 1 to 5,000 items and at most 8 MiB. Each item is taken or rejected by itself: `rejected` names those that were not, ' +
  'with a stable `code`. Only when nothing at all was taken the answer is 422, with the same `rejected`. Sending a batch again is ' +
  'harmless: items are known by their ids, and the first delivery of an id is kept. `OVERLOADED` means: wait as `Retry-After` says and ' +
  'send it again. ';

/** Declares the ingest routes, for the contract and for authorisation. Its methods are never run: `RecordRoutes` serves them. */
@ApiTags('traces')
@Controller()
export class RecordController {
  @Post('traces')
  @HttpCode(200)
  @Operation({
    id: 'recordTraces',
    summary: 'Record uses of prompts',
    problems: ['OVERLOADED'],
    description:
      BATCHES +
      'A trace whose prompt, version, content hash, experiment or variant is not what the registry knows is kept and flagged, and never ' +
      'counts in an experiment; so is one with an experiment and another `source`. The first trace of a conversation that is not flagged ' +
      'exposes it to its variant, unless the experiment has ended. Previews are dropped ' +
      'unless the server was told to keep them (`TRACE_PREVIEWS`).',
  })
  @ApiOkResponse({ type: IngestReportDto, description: 'What became of the batch' })
  recordTraces(@Body() _batch: RecordTracesDto): IngestReportDto {
    throw declaredOnly();
  }

  @Post('outcomes')
  @HttpCode(200)
  @ApiExtraModels(OutcomeOfTraceDto, OutcomeOfConversationDto)
  @Operation({
    id: 'recordOutcomes',
    summary: "Record metrics' values for traces or conversations",
    problems: ['OVERLOADED'],
    description:
      BATCHES +
      'An outcome is about a trace, which may arrive later, or about a conversation in an experiment. Its value must be in the range of ' +
      'its metric. Latency, cost and errors come from the traces themselves and are not recorded here.',
  })
  @ApiOkResponse({ type: IngestReportDto, description: 'What became of the batch' })
  recordOutcomes(@Body() _batch: RecordOutcomesDto): IngestReportDto {
    throw declaredOnly();
  }
}

function declaredOnly(): Error {
  return new Error('Served by RecordRoutes; this handler must never run');
}
