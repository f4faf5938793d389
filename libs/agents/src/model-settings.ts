/** Where the language model is and what it costs. @example { baseUrl: 'https://api.openai.com/v1', apiKey, model: 'gpt-4.1-mini' } */
export interface ModelSettings {
  /** Undefined: OpenAI's. */
  readonly baseUrl?: string | undefined;
  readonly apiKey: string;
  readonly model: string;
  /** For one answer, from beginning to end. Default 60,000. */
  readonly timeoutMs?: number;
  /** How often a request that failed on the way is sent again. Default 2. */
  readonly retries?: number;
  /** Of a million tokens, in the currency that the team uses throughout. */
  readonly prices?: { readonly input: number; readonly output: number } | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `OPENAI_API_KEY`, `OPENAI_MODEL`, and if they are there `OPENAI_BASE_URL`, `LLM_PRICE_INPUT`, `LLM_PRICE_OUTPUT`.
 *
 * @throws Error naming the variable that is missing or wrong.
 * @example readModelSettings(process.env).model
 */
export function readModelSettings(env: Environment): ModelSettings {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const needed = (name: string): string => {
    const value = given(name);
    if (value === undefined) throw new Error(`${name} is needed to reach a language model`);
    return value;
  };
  const price = (name: string): number | undefined => {
    const value = given(name);
    if (value === undefined) return undefined;
    if (!(Number(value) >= 0))
      throw new Error(`${name} must be the price of a million tokens, not "${value}"`);
    return Number(value);
  };
  const input = price('LLM_PRICE_INPUT');
  const output = price('LLM_PRICE_OUTPUT');
  return {
    baseUrl: given('OPENAI_BASE_URL'),
    apiKey: needed('OPENAI_API_KEY'),
    model: needed('OPENAI_MODEL'),
    prices: input === undefined || output === undefined ? undefined : { input, output },
  };
}
