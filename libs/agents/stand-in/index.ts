export { answerTo } from './answer';
export { STAND_IN_MODEL, StandInServer } from './stand-in-server';
export type { StandInOptions } from './stand-in-server';
