import 'reflect-metadata';
import type { ArgumentMetadata } from '@nestjs/common';
import { DashboardQueryDto } from './evaluation/dashboard.dto';
import { DomainError } from './problems/domain-error';
import { CreatePromptDto } from './versions/prompt.dto';
import { TraceListQueryDto } from './tracing/trace-list.dto';
import { validationPipe } from './validation';

async function refused(value: unknown, metatype: ArgumentMetadata['metatype'], type: 'query' | 'body') {
  try {
    await validationPipe().transform(value, { type, metatype });
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return (error.options.errors ?? []).map(({ field, message }) => `${field} ${message}`);
  }
}

it.each([
  [{ days: 'abc' }, DashboardQueryDto, 'days must be an integer number'],
  [{ days: '91' }, DashboardQueryDto, 'days must not be greater than 90'],
  [{ prompt: ['a', 'b'] }, TraceListQueryDto, 'prompt must be given once'],
  [{ prompt: '' }, TraceListQueryDto, 'prompt must be longer than or equal to 1 characters'],
])('says of %j first what it is not at all', async (query, dto, words) => {
  expect(await refused(query, dto, 'query')).toEqual([words]);
});

it('tells of a list in a body that it is no text, once for each field', async () => {
  const told = await refused({ name: ['a'], description: 4 }, CreatePromptDto, 'body');
  expect(told).toEqual(expect.arrayContaining(['description must be a string']));
  expect(new Set(told.map((text) => text.split(' ')[0])).size).toBe(told.length);
});
