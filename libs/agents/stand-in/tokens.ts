const CHARACTERS_OF_A_TOKEN = 4;

/** About as many tokens as a text has. @example countTokens('Good morning') // 3 */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_OF_A_TOKEN);
}

/** The first tokens of a text. @example firstTokens('Good morning', 1) // 'Good' */
export function firstTokens(text: string, most: number): string {
  return text.slice(0, most * CHARACTERS_OF_A_TOKEN);
}
