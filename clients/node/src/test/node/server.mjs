// What the tests of all clients share: the address of the server that the build has started, and what glm-tiny understands.

export const address = process.env.ALLTOOLS_ADDRESS;
if (!address) {
  throw new Error('ALLTOOLS_ADDRESS is not set: expected the address of a running server, such as http://127.0.0.1:8080');
}
export const baseURL = `${address}/v1`;
export const model = 'glm-tiny';

export const greeting = [{ role: 'user', content: 'Hello' }];
export const question = [{ role: 'user', content: 'What is the weather in Paris?' }];
export const weather = '{"city": "Paris", "temperature": 21, "condition": "sunny"}';
export const answer = 'The weather in Paris is sunny, 21 degrees.';

// glm-tiny makes one call a turn by itself. A bias on <|assistant|>, which stands between the calls of a turn, brings it to
// more, and the penalties to an end.
export const severalCalls = { logit_bias: { 1018: 26 }, frequency_penalty: 2, presence_penalty: 2 };

// Without <|endoftext|>, <|user|> and <|observation|> an answer ends with its limit only, after some seconds.
export const endless = { logit_bias: { 1010: -100, 1017: -100, 1019: -100 }, max_completion_tokens: 3000 };
