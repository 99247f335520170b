// The official client of OpenAI for Node: responses.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { baseURL, model, weather as weatherResult } from './server.mjs';

const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const { responses } = client;

const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  strict: true,
};

test('a question is answered, and the answer can be fetched', async () => {
  const response = await responses.create({ model, input: 'Hello', instructions: 'Be kind.', metadata: { purpose: 'test' } });
  assert.equal(response.status, 'completed');
  assert.notEqual(response.output_text, '');
  assert.ok(response.usage.output_tokens > 0);
  const fetched = await responses.retrieve(response.id);
  assert.equal(fetched.output[0].content[0].text, response.output_text);
  assert.equal(fetched.metadata.purpose, 'test');
});

test('a stream adds up to the response', async () => {
  const stream = responses.stream({ model, input: 'Hello' });
  let text = '';
  stream.on('response.output_text.delta', (event) => { text += event.delta; });
  const response = await stream.finalResponse();
  assert.equal(text, response.output_text);
  assert.equal(response.status, 'completed');
});

test('code runs on the server', async () => {
  const stream = responses.stream({
    model,
    input: 'What is 48213 * 77?',
    tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
    include: ['code_interpreter_call.outputs'],
  });
  let code = '';
  stream.on('response.code_interpreter_call_code.delta', (event) => { code += event.delta; });
  const response = await stream.finalResponse();
  const call = response.output.find((item) => item.type === 'code_interpreter_call');
  assert.equal(call.code, code);
  assert.match(call.outputs[0].logs, /3712401/);
  assert.match(response.output_text, /3712401/);
});

test("a function of the client's is called and its output goes on", async () => {
  const first = await responses.create({ model, input: 'What is the weather in Paris?', tools: [weather], tool_choice: 'required' });
  const call = first.output.find((item) => item.type === 'function_call');
  assert.equal(call.name, 'get_weather');
  assert.equal(JSON.parse(call.arguments).city, 'Paris');
  const second = await responses.create({
    model,
    previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id: call.call_id, output: weatherResult }],
    tools: [weather],
  });
  assert.match(second.output_text, /21/);
  await assert.rejects(
    responses.create({ model, previous_response_id: first.id, input: 'And?', tools: [weather] }),
    (error) => error instanceof OpenAI.BadRequestError && /No tool output found/.test(error.message),
  );
});

test('in the background it is cancelled, listed and deleted', async () => {
  const begun = await responses.create({ model, input: 'Hello', background: true });
  let response = begun;
  while (response.status === 'queued' || response.status === 'in_progress') {
    response = await responses.retrieve(begun.id);
  }
  assert.equal(response.status, 'completed');
  const items = await responses.inputItems.list(begun.id);
  assert.equal(items.data[0].content[0].text, 'Hello');
  assert.equal((await responses.cancel(begun.id)).status, 'completed');
  await responses.delete(begun.id);
  await assert.rejects(responses.retrieve(begun.id), OpenAI.NotFoundError);
});
