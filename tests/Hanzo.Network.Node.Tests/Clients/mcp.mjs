// The official MCP client for Node.js against `hanzo mcp`. Prints what it got as one JSON object.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [program, node] = process.argv.slice(2);
const transport = new StdioClientTransport({ command: 'dotnet', args: [program, 'mcp', '--node', node], stderr: 'pipe' });
let complaints = '';
transport.stderr.on('data', text => complaints += text);
const client = new Client({ name: 'test', version: '1.0.0' });
await client.connect(transport);

const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  return { isError: result.isError ?? false, texts: result.content.map(block => block.text), data: result.structuredContent };
};
const got = { server: client.getServerVersion().name };
got.tools = (await client.listTools()).tools.map(tool => ({ name: tool.name, required: tool.inputSchema.required }));
got.asked = await call('echo', { message: 'one' });
const session = /session (\S+),/.exec(got.asked.texts[1])[1];
got.again = await call('echo', { message: 'two', session });
got.status = (await call('network_status', {})).data.node_id;
got.agents = (await call('list_agents', {})).data.agents.map(agent => agent.name);
got.run = await call('run_result', { run: /run (\S+),/.exec(got.again.texts[1])[1] });
got.missing = await call('echo', {});
got.unknown = await call('nobody', { message: 'one' });
got.many = (await Promise.all([1, 2, 3].map(n => call('echo', { message: `n${n}` })))).map(answer => answer.texts[0]);

await client.close();
got.complaints = complaints;
console.log(JSON.stringify(got));
