import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SystemClock } from './clock';
import { DatabaseService, type DatabaseState } from './database/database.service';
import { Operation } from './problems/operation.decorator';
import { StartUpService } from './start-up.service';
import { VERSION } from './version';
import { SnapshotService } from './experiments/snapshot.service';
import { MlflowHealthDto } from './tracing/mlflow/mlflow-status.dto';
import { MlflowHealthService } from './tracing/mlflow/mlflow-health.service';

export class LiveDto {
  /**
   * The process answers.
   * @example "ok"
   */
  status: 'ok';
}

export class DatabaseHealthDto {
  /**
   * Which engine is used.
   * @example "embedded"
   */
  engine: DatabaseState['engine'];

  /**
   * Whether it answers.
   * @example "ok"
   */
  status: DatabaseState['status'];

  /**
   * Since when.
   * @example "2026-01-31T09:30:00.000Z"
   */
  since: Date;
}

export class DemoHealthDto {
  /**
   * What the server takes for the time. It began in the past and runs fast until it has caught up with the real time.
   * @example "2026-01-24T09:30:00.000Z"
   */
  now: Date;

  /**
   * What it began with.
   * @example "2026-01-17T09:30:00.000Z"
   */
  from: Date;

  /**
   * The real moment at which it began to run; `null`: it stands, because the server is starting.
   * @example "2026-01-31T09:30:00.000Z"
   */
  @ApiProperty({ type: Date, nullable: true })
  runsSince: Date | null;

  /**
   * Its seconds in a real one, until it has caught up.
   * @example 20000
   */
  speed: number;

  /**
   * It is the real time by now.
   * @example false
   */
  caughtUp: boolean;
}

export class ReadyDto {
  /**
   * `ok`: all well. `degraded`: resolves are answered from memory or files, changes are refused. `starting`: not yet.
   * @example "ok"
   */
  status: 'ok' | 'degraded' | 'starting';

  /**
   * The server's version.
   * @example "0.1.0"
   */
  version: string;

  database: DatabaseHealthDto;

  /**
   * The registry's revision that resolves are answered from.
   * @example 42
   */
  @ApiProperty({ type: 'integer' })
  revision: number;

  /** Deliveries to MLflow; nothing else depends on them. */
  mlflow: MlflowHealthDto;

  /** Of a demonstration, whose data are made up and whose time is its own; `null`: this is none. */
  @ApiProperty({ type: DemoHealthDto, nullable: true })
  demo: DemoHealthDto | null;
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: DatabaseService,
    private readonly snapshot: SnapshotService,
    private readonly mlflow: MlflowHealthService,
    private readonly startUp: StartUpService,
    private readonly clock: SystemClock,
  ) {}

  @Get('live')
  @Operation({ id: 'getLive', summary: 'Whether the process answers', public: true })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @Operation({
    id: 'getReady',
    summary: 'Whether the server can do its work',
    description:
      'Answers 200 while resolves can be answered, also when the database is away (`degraded`); 503 while starting.',
    public: true,
  })
  @ApiOkResponse({ type: ReadyDto })
  @ApiResponse({ status: 503, type: ReadyDto, description: 'Starting' })
  ready(@Res({ passthrough: true }) reply: FastifyReply): ReadyDto {
    const { engine, status, since } = this.database.current();
    const { revision } = this.snapshot.current();
    // Answering is not enough: until it was read, words may be missing or old, and nobody may be able to sign in.
    const overall = !this.snapshot.isStale()
      ? this.startUp.isPrepared()
        ? 'ok'
        : 'starting'
      : status === 'unreachable' || revision > 0
        ? 'degraded'
        : 'starting';
    void reply.status(overall === 'starting' ? 503 : 200);
    return {
      status: overall,
      version: VERSION,
      database: { engine, status, since },
      revision: this.snapshot.current().revision,
      mlflow: this.mlflow.current(),
      demo: this.clock.demonstration(),
    };
  }
}
