// The official OpenAI client for Node.js against one node. Prints what it got as one JSON object.
import OpenAI from 'openai';

const [baseURL] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'none' });
const hi = [{ role: 'user', content: 'Hi' }];
const got = {};

got.models = (await client.models.list()).data.map(model => `${model.id} ${model.owned_by}`);

const { data: agent, response } = await client.chat.completions
  .create({ model: 'math', messages: [{ role: 'user', content: 'What is 6 * 7?' }] }).withResponse();
got.agent = {
  content: agent.choices[0].message.content,
  finish: agent.choices[0].finish_reason,
  node: response.headers.get('x-hanzo-node'),
  why: response.headers.get('x-hanzo-why'),
};

const stream = client.chat.completions.stream({ model: 'text', messages: hi, stream_options: { include_usage: true } });
let pieces = 0;
stream.on('content', () => pieces++);
const whole = await stream.finalChatCompletion();
got.stream = { content: whole.choices[0].message.content, pieces, usage: whole.usage };

const tools = [{
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}];
const asked = await client.chat.completions.stream({ model: 'qwen3', messages: hi, tools }).finalChatCompletion();
const call = asked.choices[0].message.tool_calls[0];
const answered = await client.chat.completions.create({
  model: 'qwen3', tools, messages: [...hi, asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'rain' }],
});
got.tools = {
  finish: asked.choices[0].finish_reason,
  call: `${call.function.name} ${call.function.arguments}`,
  content: answered.choices[0].message.content,
};

const first = await client.responses.create({ model: 'echo', input: 'one', instructions: 'Be kind.' });
const second = await client.responses.create({ model: 'echo', input: 'two', previous_response_id: first.id });
got.responses = [first.output_text, second.output_text, second.previous_response_id === first.id];

const types = [];
const events = client.responses.stream({ model: 'text', input: 'Hi' });
events.on('event', event => types.push(event.type));
got.events = { text: (await events.finalResponse()).output[0].content[0].text, types: [...new Set(types)] };

const refused = async request => {
  try {
    await request();
    return null;
  } catch (error) {
    return { kind: error.constructor.name, status: error.status, code: error.code, param: error.param, message: error.message };
  }
};
got.unknown = await refused(() => client.chat.completions.create({ model: 'nobody', messages: hi }));
got.unsupported = await refused(() => client.chat.completions.create({ model: 'math', messages: hi, tools }));
got.large = await refused(() =>
  client.chat.completions.create({ model: 'math', messages: [{ role: 'user', content: 'a'.repeat(10 << 20) }] }));

console.log(JSON.stringify(got));
