/** One figure of a data block. @example { entityId: 'sensor.boiler_energy', statistic: 'mean per day', value: 3.1, unit: 'kWh', period: '2026-02-02/2026-02-23', before: 2.4 } */
export interface DataLine {
  readonly entityId: string;
  readonly statistic: string;
  readonly value: number;
  readonly unit: string;
  readonly period: string;
  /** In the period before; null when nobody says. */
  readonly before: number | null;
}

const LINE = /^(\S+) \| ([^|]+) \| (-?[\d.]+) ?([^|]*) \| ([^|]+?)(?: \| before (-?[\d.]+).*)?$/;

/** The figures of a data block: `entity | statistic | value unit | period | before value`. @example readDataLines(block)[0]?.value */
export function readDataLines(block: string): DataLine[] {
  return block.split('\n').flatMap((line) => {
    const [, entityId, statistic, value, unit, period, before] = LINE.exec(line.trim()) ?? [];
    if (!entityId || !statistic || !value || !period) return [];
    return {
      entityId,
      statistic: statistic.trim(),
      value: Number(value),
      unit: (unit ?? '').trim(),
      period: period.trim(),
      before: before === undefined ? null : Number(before),
    };
  });
}
