// The official client of the AG-UI protocol.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpAgent } from '@ag-ui/client';
import { baseURL, weather } from './server.mjs';

const url = new URL('/agui', baseURL).href;
const ask = (content) => ({ id: crypto.randomUUID(), role: 'user', content });

test('an answer becomes a message', async () => {
  const agent = new HttpAgent({ url });
  agent.addMessage(ask('Hello'));
  const { newMessages } = await agent.runAgent();
  assert.equal(newMessages.at(-1).role, 'assistant');
  assert.notEqual(newMessages.at(-1).content, '');
});

test('a tool of the server shows its call and its result, and the thread goes on', async () => {
  const agent = new HttpAgent({ url });
  agent.addMessage(ask('What is 48213 * 77?'));
  const { newMessages } = await agent.runAgent();
  const call = newMessages.find((message) => message.toolCalls?.length).toolCalls[0];
  assert.equal(call.function.name, 'python');
  assert.equal(typeof JSON.parse(call.function.arguments).code, 'string');
  assert.match(newMessages.find((message) => message.role === 'tool').content, /3712401/);
  assert.match(newMessages.at(-1).content, /3712401/);
  agent.addMessage(ask('What is 2 + 2?'));
  assert.match((await agent.runAgent()).newMessages.at(-1).content, /4/);
});

test("a tool of the front end ends the run, and its result goes on", async () => {
  const agent = new HttpAgent({ url });
  const tools = [{
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  }];
  const forwardedProps = { tools: [] };
  agent.addMessage(ask('What is the weather in Paris?'));
  const first = await agent.runAgent({ tools, forwardedProps });
  const call = first.newMessages.find((message) => message.toolCalls?.length).toolCalls[0];
  assert.equal(JSON.parse(call.function.arguments).city, 'Paris');
  agent.addMessage({ id: crypto.randomUUID(), role: 'tool', toolCallId: call.id, content: weather });
  const second = await agent.runAgent({ tools, forwardedProps });
  assert.match(second.newMessages.at(-1).content, /21/);
});
