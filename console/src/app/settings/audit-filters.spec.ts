import { auditFiltersFrom, auditParams, auditRequest, isNarrowed } from './audit-filters';

const from = (params: Record<string, string>) => auditFiltersFrom((name) => params[name] ?? null);

describe('the filters of the audit log', () => {
  it('come back from the URL they make', () => {
    const params = {
      actor: 'ada@example.com',
      action: 'prompt.created',
      subjectType: 'prompt',
      subjectName: 'a/b',
      from: '2026-03-01',
      to: '2026-03-10',
      cursor: '4711',
    };
    expect(auditParams(from(params), { cursor: '4711' })).toEqual(params);
  });

  it('leave out what makes no sense', () => {
    expect(auditParams(from({ from: 'yesterday', to: '2026-13-01', cursor: '-1' }), {})).toEqual({});
  });

  it('start at the newest entry when they change', () => {
    expect(auditParams(from({ actor: 'ada', cursor: '9' }), { action: 'x' })).toEqual({
      actor: 'ada',
      action: 'x',
    });
  });

  it('ask for whole days by the reader’s clock, the last one included', () => {
    expect(auditRequest(from({ from: '2026-03-01', to: '2026-03-31' }))).toEqual({
      from: new Date(2026, 2, 1).toISOString(),
      to: new Date(2026, 3, 1).toISOString(),
      limit: 50,
    });
  });

  it('do not count a position in the list as a filter', () => {
    expect([isNarrowed(from({ cursor: '9' })), isNarrowed(from({ actor: 'ada' }))]).toEqual([false, true]);
  });
});
