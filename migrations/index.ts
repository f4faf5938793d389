import { InitialSchema1763800000000 } from './1763800000000-initial-schema';
import { Experiments1763900000000 } from './1763900000000-experiments';
import { Consumers1763950000000 } from './1763950000000-consumers';
import { Tracing1764000000000 } from './1764000000000-tracing';
import { Evaluation1764100000000 } from './1764100000000-evaluation';
import { RecordsFound1764200000000 } from './1764200000000-records-found';
import { ExposureVacuum1764300000000 } from './1764300000000-exposure-vacuum';
import { RollUps1764400000000 } from './1764400000000-roll-ups';
import { ResolveCounts1764500000000 } from './1764500000000-resolve-counts';
import { Arrivals1764700000000 } from './1764700000000-arrivals';
import { MlflowRuns1764800000000 } from './1764800000000-mlflow-runs';

/** Every migration in the order of the database, across modules. Append only. */
export const MIGRATIONS = [
  InitialSchema1763800000000,
  Experiments1763900000000,
  Consumers1763950000000,
  Tracing1764000000000,
  Evaluation1764100000000,
  RecordsFound1764200000000,
  ExposureVacuum1764300000000,
  RollUps1764400000000,
  ResolveCounts1764500000000,
  Arrivals1764700000000,
  MlflowRuns1764800000000,
];
