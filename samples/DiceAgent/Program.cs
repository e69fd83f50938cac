// A program of your own as a node: it offers one agent with one tool, joins the network that `hanzo up` nodes of this
// machine form, and asks. Run a `hanzo up --agents math` beside it and it can ask that node's agents as well.
using System.ComponentModel;
using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

const string NodeId = "dice";

var dice = AIFunctionFactory.Create(
    ([Description("how many sides, 2 to 100")] int sides) => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, sides + 1),
    "roll_dice",
    "Rolls a die with that many sides.");

var builder = Host.CreateApplicationBuilder(args);
builder.AddHanzoNetwork("default", network => Secured(network)
    .Configure(options => options.NodeId = NodeId)
    .UseThisMachine()
    .UseUdpDiscovery()
    .AddTool(dice, new ToolOptions { Effect = ToolEffect.Idempotent })
    .AddAgent("dice", "You roll dice.", "roll_dice"));

using var host = builder.Build();
await host.StartAsync();

var agents = host.Services.GetRequiredService<IAgentNetwork>();
var run = await agents.RunAsync(new RunRequest("Roll a die with 20 sides.") { Agent = "dice" });
Console.WriteLine($"{run.Output}\nran on {run.Node}: {run.Why}");

await host.StopAsync();

// As `hanzo up` does: with the keys of this user where nodes can be secured, which on Akka.NET's runtime they cannot.
static INetworkBuilder Secured(INetworkBuilder network) =>
    RuntimeName.TlsLack is null ? network.UseKeys("default", NodeId) : network;
