// The live page: one event stream in, DOM out. Texts from the network only ever become text nodes.

const gonePeriodMs = 20_000; // how long a node that left stays visible
const maxRuns = 100;
const retryPeriodMs = 2000; // after a lost connection
const state = { network: null, agents: [], runs: new Map(), gone: new Map(), key: sessionStorage.getItem("key") };
const at = id => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== null) node.setAttribute(name, value);
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

// Keeps the elements whose item is as before, so that selection and focus survive the news about others.
function sync(list, items, key, render) {
  const before = new Map([...list.children].map(child => [child.dataset.key, child]));
  list.replaceChildren(...items.map(item => {
    const content = JSON.stringify(item);
    const old = before.get(key(item));
    if (old?.content === content) return old;
    return Object.assign(render(item), { content });
  }).map((child, index) => { child.dataset.key = key(items[index]); return child; }));
}

const number = (value, digits = 3) => Number(value).toLocaleString("en", { maximumSignificantDigits: digits });
const gigabytes = megabytes => megabytes == null ? "?" : `${number(megabytes / 1024)} GB`;
const percent = part => `${Math.round((part ?? 0) * 100)} %`;

function figures(device, latency) {
  const pairs = [
    ["Memory", gigabytes(device?.memory)],
    ["GPU", device?.gpus?.length ? gigabytes(device.vram) : "–"],
    ["TFLOPS", device?.flops?.fp16 == null ? "?" : `${number(device.flops.fp16)}`],
    ["Latency", latency == null ? "–" : `${number(latency, 2)} ms`],
  ];
  return element("dl", { class: "figures" }, ...pairs.map(([name, value]) => element("div", { title: name === "TFLOPS" ? "half precision (fp16)" : null }, element("dt", {}, name), element("dd", {}, value))));
}

function meter(name, part) {
  const bar = element("i");
  bar.style.width = `${Math.min(1, part ?? 0) * 100}%`;
  return element("div", { class: "meter" }, element("span", {}, name), element("div", { class: "bar" }, bar), element("span", {}, percent(part)));
}

function health(node) {
  if (node.left) return ["bad", "left"];
  if (node.status !== "up") return [node.status === "unreachable" ? "bad" : "change", node.status];
  return node.healthy ? ["good", "healthy"] : ["bad", "not answering"];
}

function nodeCard(node) {
  const [kind, word] = health(node);
  const device = node.capabilities;
  const load = node.load;
  const runs = load ? `${load.active_runs} running, ${load.queued_runs} queued` : "no news yet";
  return element("li", { class: node.left ? "card node gone" : "card node", "data-node": node.id, "data-health": kind },
    element("h3", {}, element("b", {}, node.id), node.here ? element("span", { class: "here" }, "this node") : null, element("span", { class: "state" }, word)),
    element("div", { class: "device" }, device ? `${device.model} · ${device.chip}` : "device not described yet"),
    figures(device, node.latency_ms),
    element("div", { class: "meters" }, meter("CPU", load?.cpu), meter("Memory", load?.memory),
      load?.gpu == null ? null : meter("GPU", load.gpu)),
    element("ul", { class: "chips", "aria-label": "Agents" }, ...node.agents.map(name => element("li", { class: "chip" }, name))),
    element("div", { class: "foot" }, `${node.address} · ${runs}`));
}

function allNodes() {
  const network = state.network;
  const here = {
    id: network.node_id, here: true, healthy: true, status: "up", address: network.address, capabilities: network.capabilities,
    load: network.load, latency_ms: null, agents: network.agents,
  };
  const peers = Object.entries(network.peers).map(([id, peer]) => ({ id, ...peer }));
  const known = new Set([here.id, ...peers.map(peer => peer.id)]);
  const gone = [...state.gone.values()].filter(node => !known.has(node.id));
  return [here, ...peers, ...gone].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function showNetwork() {
  const network = state.network;
  if (!network) return;
  const nodes = allNodes();
  at("network-name").textContent = network.network;
  document.title = `${network.network} · Hanzo Network`;
  at("facts").textContent = `seen from ${network.node_id} · ${network.runtime} ${network.version} · sessions ${network.durability} · security ${network.security} · ${network.active_runs} active runs`;
  at("node-count").textContent = `${nodes.filter(node => !node.left).length}`;
  sync(at("nodes"), nodes, node => node.id, nodeCard);
  at("notices").replaceChildren(...network.notices.map(notice => element("li", {}, notice)));
}

function agentItem(agent) {
  return element("li", { "data-agent": agent.name },
    element("b", {}, agent.name), element("span", { class: "chip" }, agent.workload),
    element("p", {}, agent.description || agent.tools.join(", ")),
    agent.nodes.length > 0
      ? element("ul", { class: "chips", "aria-label": "May run on" }, ...agent.nodes.map(name => element("li", { class: "chip" }, name)))
      : element("span", { class: "none" }, "no node may run it now"));
}

function showAgents() {
  sync(at("agents"), state.agents, agent => agent.name, agentItem);
  const select = at("agent");
  const chosen = select.value;
  select.replaceChildren(...["auto", ...state.agents.map(agent => agent.name)].map(name => element("option", { value: name }, name)));
  select.value = [...select.options].some(option => option.value === chosen) ? chosen : "auto";
}

function runRow(run) {
  const time = new Date(run.started_at).toLocaleTimeString();
  const answer = run.status === "waiting" ? `waits for a person: ${run.output}`
    : run.output || (run.status === "completed" ? "(empty)" : `${run.status}…`);
  return element("tr", { "data-run": run.run_id, "data-status": run.status },
    element("td", { class: "tight" }, element("time", { datetime: run.started_at, title: run.run_id }, time)),
    element("td", { class: "tight" }, run.agent), element("td", { class: "tight" }, element("b", {}, run.node)),
    element("td", { class: "main" }, element("span", { class: "prompt" }, run.input), element("span", { class: "answer" }, answer), element("span", { class: "why" }, run.why)),
    element("td", { class: "number" }, run.duration_ms == null ? "…" : `${Math.round(run.duration_ms)} ms`));
}

function showRuns() {
  const runs = [...state.runs.values()].sort((a, b) => (a.started_at < b.started_at ? 1 : -1)).slice(0, maxRuns);
  state.runs = new Map(runs.map(run => [run.run_id, run]));
  sync(at("runs"), runs, run => run.run_id, runRow);
  at("no-runs").hidden = runs.length > 0;
}

// Nobody tells any more how they ended.
function loseRunsOf(node) {
  for (const [id, run] of state.runs)
    if (run.node === node && run.status === "running") state.runs.set(id, { ...run, status: "lost", output: "lost with its node" });
  showRuns();
}

function rememberGone(before, now) {
  if (!before) return;
  for (const [id, peer] of Object.entries(before.peers))
    if (!(id in now.peers)) {
      state.gone.set(id, { id, ...peer, left: true, load: null, latency_ms: null });
      loseRunsOf(id);
      setTimeout(() => { state.gone.delete(id); showNetwork(); }, gonePeriodMs);
    }
  for (const id of Object.keys(now.peers)) state.gone.delete(id);
}

function link(kind, text) {
  at("link").dataset.state = kind;
  at("link").textContent = text;
}

const news = {
  network: network => { link("live", "live"); rememberGone(state.network, network); state.network = network; showNetwork(); },
  agents: body => { state.agents = body.agents; showAgents(); },
  run: run => { state.runs.set(run.run_id, run); showRuns(); },
  unavailable: problem => link("lost", problem.detail),
};

// A browser's EventSource cannot send a key.
async function readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split("\n").find(line => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (field("data")) news[field("event")]?.(JSON.parse(field("data")));
    }
  }
}

const withKey = headers => state.key ? { ...headers, authorization: `Bearer ${state.key}` } : headers;

function askForKey(problem) {
  at("key-form").hidden = false;
  at("key-problem").textContent = state.key ? problem : "";
  link("lost", "this node asks for a key");
}

async function connect() {
  try {
    const response = await fetch("/v1/events", { headers: withKey({}), cache: "no-store" });
    if (response.status === 401) return askForKey((await response.json()).detail);
    if (!response.ok) throw new Error(response.statusText);
    link("live", "live");
    await readEvents(response.body);
  } catch (error) {
    console.info(error);
  }
  link("lost", "connection lost, trying again…");
  setTimeout(connect, retryPeriodMs);
}

function useKey(event) {
  event.preventDefault();
  state.key = event.target.key.value;
  sessionStorage.setItem("key", state.key);
  at("key-form").hidden = true;
  connect();
}

async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const output = at("answer");
  button.disabled = true;
  output.textContent = "…";
  try {
    const response = await fetch("/v1/runs", {
      method: "POST",
      headers: withKey({ "content-type": "application/json" }),
      body: JSON.stringify({ agent: form.agent.value, input: form.input.value }),
    });
    const body = await response.json();
    if (!response.ok || body.status === "failed") throw new Error(body.detail ?? body.error ?? response.statusText);
    output.replaceChildren(body.output, element("small", {}, `${body.agent} on ${body.node} · ${body.why}`));
  } catch (error) {
    output.replaceChildren(element("span", { class: "error" }, error.message));
  } finally {
    button.disabled = false;
  }
}

at("ask").addEventListener("submit", ask);
at("key-form").addEventListener("submit", useKey);
connect();
