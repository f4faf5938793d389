import 'reflect-metadata';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { writeFileSync } from 'node:fs';
import { AppModule } from './app.module';
import { readConfiguration } from './configuration';
import { describeApi } from './openapi';

/** Writes the contract to the file named on the command line, without opening a database or a port. */
async function writeContract(file: string): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(readConfiguration({})),
    new FastifyAdapter(),
    {
      preview: true,
      logger: false,
      abortOnError: false,
    },
  );
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready'] });
  writeFileSync(file, `${JSON.stringify(describeApi(app), null, 2)}\n`);
}

const file = process.argv[2];
if (!file) throw new Error('usage: contract.cjs <file>');
void writeContract(file);
