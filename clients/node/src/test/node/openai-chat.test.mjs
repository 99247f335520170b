// The official client of OpenAI for Node: chat completions without tools.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { baseURL, endless, greeting, model } from './server.mjs';

const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const chat = client.chat.completions;

test('a question is answered', async () => {
  const completion = await chat.create({
    model,
    messages: [{ role: 'developer', content: 'Be kind.' }, { role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    max_completion_tokens: 200,
    metadata: { purpose: 'test' },
    store: false,
    user: 'somebody',
  });
  assert.equal(completion.object, 'chat.completion');
  assert.equal(completion.model, model);
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.equal(completion.choices[0].message.role, 'assistant');
  assert.notEqual(completion.choices[0].message.content, '');
  const { prompt_tokens, completion_tokens, total_tokens } = completion.usage;
  assert.ok(prompt_tokens > 0 && completion_tokens > 0);
  assert.equal(total_tokens, prompt_tokens + completion_tokens);
});

test('a stream says what the whole answer says, and its usage where it is asked for', async () => {
  const whole = await chat.create({ model, messages: greeting });
  const stream = await chat.create({
    model,
    messages: greeting,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = '';
  let pieces = 0;
  let finish;
  let usage;
  for await (const chunk of stream) {
    const choice = chunk.choices[0];
    if (choice?.delta.content) {
      text += choice.delta.content;
      pieces += 1;
    }
    finish ??= choice?.finish_reason;
    usage ??= chunk.usage;
  }
  assert.equal(text, whole.choices[0].message.content);
  assert.ok(pieces > 5, `${pieces} pieces`);
  assert.equal(finish, 'stop');
  assert.equal(usage.completion_tokens, whole.usage.completion_tokens);
});

test('a stream without stream_options has no usage', async () => {
  const stream = await chat.create({ model, messages: greeting, stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.usage ?? null, null);
    assert.equal(chunk.choices.length, 1);
  }
});

test('the helper for streams puts the whole completion together', async () => {
  const pieces = [];
  const stream = chat
    .stream({ model, messages: greeting, logprobs: true, stream_options: { include_usage: true } })
    .on('content', (piece) => pieces.push(piece));
  const completion = await stream.finalChatCompletion();
  assert.equal(completion.choices[0].message.content, pieces.join(''));
  const tokens = completion.choices[0].logprobs.content.map((token) => token.token).join('');
  assert.ok(tokens.includes(pieces.join('')), tokens);
  assert.ok((await stream.totalUsage()).total_tokens > 0);
});

test('logprobs come with the alternatives of each token', async () => {
  const completion = await chat.create({ model, messages: greeting, logprobs: true, top_logprobs: 3, max_tokens: 5 });
  const tokens = completion.choices[0].logprobs.content;
  assert.equal(tokens.length, 5);
  for (const token of tokens) {
    assert.ok(token.logprob <= 0);
    assert.equal(token.top_logprobs.length, 3);
    assert.ok(token.top_logprobs.some((other) => other.token === token.token && other.logprob === token.logprob));
    assert.deepEqual([...Buffer.from(token.token)], token.bytes);
  }
});

test('n choices differ by their seed and are the same again', async () => {
  const request = { model, messages: greeting, n: 3, seed: 7, temperature: 1.5, max_tokens: 24 };
  const texts = (completion) => completion.choices.map((choice) => choice.message.content);
  const first = texts(await chat.create(request));
  assert.equal(new Set(first).size, 3);
  assert.deepEqual(texts(await chat.create(request)), first);

  const streamed = ['', '', ''];
  for await (const chunk of await chat.create({ ...request, stream: true })) {
    for (const choice of chunk.choices) {
      streamed[choice.index] += choice.delta.content ?? '';
    }
  }
  assert.deepEqual(streamed, first);
});

test('a stop sequence ends the answer', async () => {
  const completion = await chat.create({ model, messages: greeting, stop: ['Python'] });
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.doesNotMatch(completion.choices[0].message.content, /Python/);
});

test('an answer at its limit ends with the reason length', async () => {
  const completion = await chat.create({ model, messages: greeting, max_completion_tokens: 3 });
  assert.equal(completion.choices[0].finish_reason, 'length');
  assert.equal(completion.usage.completion_tokens, 3);
});

test('an answer in the format of a Zod schema is parsed', async () => {
  const Event = z.object({
    kind: z.enum(['meeting', 'party']),
    guests: z.array(z.object({ age: z.int().min(1).max(99) })).min(1).max(2),
    place: z.string().max(12).nullable(),
  });
  const completion = await chat.parse({
    model,
    messages: [{ role: 'user', content: 'Describe an event.' }],
    response_format: zodResponseFormat(Event, 'event'),
    max_completion_tokens: 300,
  });
  const message = completion.choices[0].message;
  assert.equal(completion.choices[0].finish_reason, 'stop', message.content);
  assert.deepEqual(message.parsed, Event.parse(JSON.parse(message.content)));
});

test('json_object gives an object', async () => {
  const completion = await chat.create({
    model,
    messages: greeting,
    response_format: { type: 'json_object' },
    logit_bias: { 1018: -100 },
    max_completion_tokens: 500,
  });
  const choice = completion.choices[0];
  if (choice.finish_reason === 'stop') {
    assert.equal(typeof JSON.parse(choice.message.content), 'object');
  } else {
    assert.match(choice.message.content, /^\s*\{/);
  }
});

test('models are listed, and one is found by its name', async () => {
  const models = [];
  for await (const found of client.models.list()) {
    models.push(found);
  }
  assert.deepEqual(models.map((found) => found.id), [model]);
  assert.equal(models[0].object, 'model');
  assert.equal((await client.models.retrieve(model)).id, model);
});

test('a model that is not there is a NotFoundError', async () => {
  const expected = (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError, error);
    assert.equal(error.status, 404);
    assert.equal(error.code, 'model_not_found');
    assert.equal(error.param, 'model');
    assert.equal(error.type, 'invalid_request_error');
    assert.match(error.message, /"gpt-4\.1".*glm-tiny/);
    return true;
  };
  await assert.rejects(chat.create({ model: 'gpt-4.1', messages: greeting }), expected);
  await assert.rejects(chat.create({ model: 'gpt-4.1', messages: greeting, stream: true }), expected);
  await assert.rejects(client.models.retrieve('gpt-4.1'), OpenAI.NotFoundError);
});

test('a bad parameter is a BadRequestError that names it', async () => {
  for (const [field, value] of Object.entries({ temperature: 9, top_logprobs: 99, n: 0, stop: 5 })) {
    await assert.rejects(chat.create({ model, messages: greeting, [field]: value }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError, error);
      assert.equal(error.status, 400);
      assert.equal(error.param, field);
      assert.equal(error.code, 'invalid_value');
      assert.match(error.message, new RegExp(String(value)));
      return true;
    });
  }
});

test('an image for a model that reads text is a BadRequestError', async () => {
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
  await assert.rejects(chat.create({ model, messages: [{ role: 'user', content: [image] }] }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError, error);
    assert.equal(error.code, 'unsupported_value');
    return true;
  });
});

test('a server that is too busy is a RateLimitError', { timeout: 120_000 }, async () => {
  const all = new AbortController();
  const asked = [];
  let refusal;
  const refused = new Promise((resolve) => (refusal = resolve));
  // 256 wait at most.
  for (let i = 0; i < 300; i += 1) {
    asked.push(chat.create({ model, messages: greeting, ...endless }, { signal: all.signal }).catch(refusal));
  }
  const error = await refused;
  all.abort();
  await Promise.all(asked);
  assert.ok(error instanceof OpenAI.RateLimitError, error);
  assert.equal(error.status, 429);
  assert.equal(error.code, 'overloaded');
  assert.ok(Number(error.headers.get('retry-after')) >= 1, error.headers.get('retry-after'));
});

test('what is given up holds nobody up', { timeout: 240_000 }, async () => {
  // Together, one after the other, they would take minutes.
  for (let i = 0; i < 40; i += 1) {
    const stream = await chat.create({ model, messages: greeting, stream: true, ...endless });
    for await (const chunk of stream) {
      if (chunk.choices[0].delta.content) {
        break; // closes the connection
      }
    }
    const signal = AbortSignal.timeout(20);
    await assert.rejects(chat.create({ model, messages: greeting, ...endless }, { signal }), OpenAI.APIUserAbortError);
  }
  const before = performance.now();
  await chat.create({ model, messages: greeting, max_completion_tokens: 3 });
  const seconds = (performance.now() - before) / 1000;
  assert.ok(seconds < 30, `the next answer took ${seconds} s`);
});
