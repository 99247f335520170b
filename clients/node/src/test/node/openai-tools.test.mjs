// The official client of OpenAI for Node: functions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { zodFunction } from 'openai/helpers/zod';
import { z } from 'zod';
import { answer, baseURL, greeting, model, question, severalCalls, weather } from './server.mjs';

const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const chat = client.chat.completions;

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};
const getWeather = { type: 'function', function: { name: 'get_weather', description: 'The weather in a city', parameters } };
const strictCity = z.object({ city: z.enum(['Paris', 'London', 'Rome']) });
const strictWeather = zodFunction({ name: 'get_weather', description: 'The weather in a city', parameters: strictCity });
const setLevel = zodFunction({ name: 'set_level', parameters: z.object({ level: z.union([z.literal(1), z.literal(2)]) }) });

test('a question makes one call, and its result the answer', async () => {
  const asked = await chat.create({ model, messages: question, tools: [getWeather] });
  const { message, finish_reason } = asked.choices[0];
  assert.equal(finish_reason, 'tool_calls');
  assert.equal(message.content, null);
  assert.equal(message.tool_calls.length, 1);
  const [call] = message.tool_calls;
  assert.equal(call.type, 'function');
  assert.equal(call.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Paris' });

  const answered = await chat.create({
    model,
    messages: [...question, message, { role: 'tool', tool_call_id: call.id, content: weather }],
    tools: [getWeather],
  });
  assert.equal(answered.choices[0].finish_reason, 'stop');
  assert.equal(answered.choices[0].message.content, answer);
});

test('a streamed call names itself once and then sends its arguments in pieces', async () => {
  const stream = await chat.create({ model, messages: question, tools: [getWeather], stream: true });
  const pieces = [];
  let finish;
  for await (const chunk of stream) {
    pieces.push(...(chunk.choices[0].delta.tool_calls ?? []));
    finish = chunk.choices[0].finish_reason;
  }
  assert.equal(finish, 'tool_calls');
  assert.ok(pieces.every((piece) => piece.index === 0));
  assert.equal(pieces.filter((piece) => piece.id).length, 1);
  assert.equal(pieces.filter((piece) => piece.function.name).length, 1);
  assert.ok(pieces.length > 3, `${pieces.length} pieces`);
  assert.deepEqual(JSON.parse(pieces.map((piece) => piece.function.arguments ?? '').join('')), { city: 'Paris' });
});

test('several calls of a turn are told apart, whole and streamed, and each takes its result', async () => {
  const request = { model, messages: question, tools: [strictWeather], ...severalCalls };
  const whole = (await chat.create(request)).choices[0].message;
  const calls = whole.tool_calls;
  assert.ok(calls.length > 1, `${calls.length} calls`);
  assert.equal(new Set(calls.map((call) => call.id)).size, calls.length);
  calls.forEach((call) => strictCity.parse(JSON.parse(call.function.arguments)));

  const streamed = await chat.stream(request).finalMessage();
  const functions = (all) => all.map((call) => call.function).map(({ name, arguments: given }) => ({ name, given }));
  assert.deepEqual(functions(streamed.tool_calls), functions(calls));

  const results = streamed.tool_calls.map((call) => ({ role: 'tool', tool_call_id: call.id, content: weather }));
  const answered = await chat.create({
    model,
    messages: [...question, streamed, ...results],
    tools: [strictWeather],
    tool_choice: 'none',
    max_tokens: 20,
  });
  assert.notEqual(answered.choices[0].message.content, '');
});

test('parallel_tool_calls: false holds a turn to one call', async () => {
  const asked = await chat.create({
    model,
    messages: question,
    tools: [strictWeather],
    parallel_tool_calls: false,
    ...severalCalls,
  });
  assert.equal(asked.choices[0].message.tool_calls.length, 1);
});

test('a named function is called although the question is about another', async () => {
  const asked = await chat.create({
    model,
    messages: question,
    tools: [getWeather, setLevel],
    tool_choice: { type: 'function', function: { name: 'set_level' } },
    parallel_tool_calls: false,
  });
  const [call] = asked.choices[0].message.tool_calls;
  assert.equal(call.function.name, 'set_level');
  assert.ok([1, 2].includes(JSON.parse(call.function.arguments).level));
});

test('a required call is made although the question needs none', async () => {
  const request = { model, messages: greeting, tools: [setLevel], parallel_tool_calls: false };
  const free = await chat.create(request);
  assert.equal(free.choices[0].finish_reason, 'stop');
  const forced = await chat.parse({ ...request, tool_choice: 'required' });
  assert.equal(forced.choices[0].finish_reason, 'tool_calls');
  assert.ok([1, 2].includes(forced.choices[0].message.tool_calls[0].function.parsed_arguments.level));
});

test('tool_choice none answers in words', async () => {
  const request = { model, messages: question, tools: [getWeather], max_tokens: 20 };
  const asked = await chat.create({ ...request, tool_choice: 'none' });
  assert.notEqual(asked.choices[0].message.content, '');
  assert.equal(asked.choices[0].message.tool_calls, undefined);
});

test('a function that is not there cannot be forced', async () => {
  const tool_choice = { type: 'function', function: { name: 'get_news' } };
  await assert.rejects(chat.create({ model, messages: question, tools: [getWeather], tool_choice }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError, error);
    assert.equal(error.param, 'tool_choice.function.name');
    return true;
  });
});

test('a result that answers no call is a BadRequestError', async () => {
  const messages = [...question, { role: 'tool', tool_call_id: 'call_unknown', content: weather }];
  await assert.rejects(chat.create({ model, messages, tools: [getWeather] }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError, error);
    assert.equal(error.param, 'messages[1].tool_call_id');
    return true;
  });
});

for (const stream of [false, true]) {
  test(`runTools makes the calls and ends with the answer, stream: ${stream}`, async () => {
    const cities = [];
    const runner = chat.runTools({
      model,
      stream,
      messages: question,
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'The weather in a city',
            parameters,
            parse: JSON.parse,
            function: ({ city }) => {
              cities.push(city);
              return weather;
            },
          },
        },
      ],
    });
    assert.equal(await runner.finalContent(), answer);
    assert.deepEqual(cities, ['Paris']);
    assert.deepEqual(runner.messages.map((message) => message.role), ['user', 'assistant', 'tool', 'assistant']);
  });
}
