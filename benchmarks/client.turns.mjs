// The parts of client.mjs that measure in processes of their own take turns here.
import { printLine, spread, turns } from './measure.mjs';
import { runChild } from './workspace.mjs';

const ROUNDS = 7;

/** Runs children by turns; answers the spread of a figure in the answers of one of them. */
export async function childrenByTurns(candidates) {
  const answers = new Map(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, args, nodeOptions } of turns(candidates, round))
      answers.get(name).push(await runChild('client.child.mjs', args, nodeOptions));
  }
  return (name, figure) => spread(answers.get(name).map(figure));
}

/** Prints one line; answers the median. */
export function show(name, figures, unit, note) {
  printLine(name, figures, unit, note);
  return figures.median;
}
