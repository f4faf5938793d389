// The HTTP client is generated from the contract and committed; `npx openapi-ts -f libs/client/openapi-ts.config.mjs` from the
// workspace's root writes it again. The path must begin with `./`: without it the input is read as a registry's shorthand.
export default {
  input: './libs/client/openapi.json',
  output: { path: './libs/client/src/generated', format: null, lint: null },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
};
