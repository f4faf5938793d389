export { playDemo } from './play-demo';
export type { Demo, DemoOptions, DemoProgress } from './play-demo';
