import type { SiteReport } from '../src/site-report';
import { pick } from './random';

const SITES = [
  ['Mill Lane 4', 'detached house'],
  ['Harbour School', 'primary school'],
  ['Linden Court', 'block of 24 flats'],
  ['Bakery Olsen', 'bakery with a shop'],
] as const;
const DAY_MS = 86_400_000;
const PERIOD_DAYS = 14;

/** Entity, statistic, unit, usual value. */
const FIGURES = [
  ['sensor.main_energy', 'mean per day', 'kWh', 14.2],
  ['sensor.boiler_energy', 'mean per day', 'kWh', 3.1],
  ['sensor.cellar_freezer_power', 'mean power', 'W', 47],
  ['sensor.heat_pump_energy', 'mean per day', 'kWh', 8.4],
  ['sensor.utility_humidity', 'share of hours above 75 %', '%', 12],
  ['automation.hall_evening_light', 'runs reversed by hand', '%', 9],
  ['climate.study', 'hours without contact', 'h', 2],
  ['sensor.ventilation_co2', 'share of used hours above 1000 ppm', '%', 18],
] as const;

/** A made-up site whose figures changed somewhere; for the demonstration. @example makeSite(random, Date.now()).name */
export function makeSite(random: () => number, now: number): SiteReport {
  const [name, type] = pick(SITES, random);
  const date = (daysAgo: number): string => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const period = { start: date(PERIOD_DAYS), end: date(0) };
  const lines = FIGURES.filter(() => random() < 0.75).map(([entity, statistic, unit, usual]) => {
    const before = oneDecimal(usual * (0.9 + 0.2 * random()));
    const value = oneDecimal(before * (random() < 0.5 ? 0.95 + 0.1 * random() : 1.2 + 0.8 * random()));
    return `${entity} | ${statistic} | ${value} ${unit} | ${period.start}/${period.end} | before ${before} ${unit}`;
  });
  return {
    name,
    type,
    timezone: 'Europe/Oslo',
    language: 'English',
    period,
    baseline: { start: date(2 * PERIOD_DAYS), end: period.start },
    entities: FIGURES.map(([entity, statistic, unit]) => `${entity} (${statistic}, ${unit})`),
    dataSummary: lines.join('\n'),
    currency: 'EUR',
    tariff: '0.31 per kWh, 0.42 from 17:00 to 20:00',
    automations: 'automation.hall_evening_light: hall light on after sunset when somebody moves',
    consentScope: 'all residents, for routines and comfort',
    platformLog: '03:12 hub restarted after an update\n03:14 climate.study unavailable',
  };
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}
