// The HTTP client of the whole API, for browsers and for programs that need more than prompts. Everything in it is generated.
export * from '../generated';
export { client } from '../generated/client.gen';
