using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Runs;

/// <summary>A node that answers HTTP and has no agents, and another that runs them, with the journal that hanzo has by default.</summary>
internal sealed class RunNetwork : IAsyncDisposable
{
    private const string Question = "What is 6 * 7, and 6 * 8?";
    private const string Answer = "42 and 48";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-runs-");
    private readonly List<WebApplication> _nodes = [];
    private HttpClient _http = null!;

    /// <summary>The node that is asked.</summary>
    public IAgentNetwork First => _nodes[0].Services.GetRequiredService<IAgentNetwork>();

    public static async Task<RunNetwork> StartAsync()
    {
        var network = new RunNetwork();
        try
        {
            await network.AddAsync("door", []);
            await network.AddAsync("work", [BuiltInAgents.Math, BuiltInAgents.Text]);
            await Task.WhenAll(network._nodes.Select(node => node.Services.GetRequiredService<IAgentNetwork>().WaitForPeersAsync(1)))
                .WaitAsync(RowOptions.Patience);
            network._http = new HttpClient { BaseAddress = new Uri(network._nodes[0].Urls.First()), Timeout = RowOptions.Patience };
            await network.UntilKnownAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="WrongWorkException">The answer is not what it should be.</exception>
    public async Task<RunId> AskAsync()
    {
        using var response = await _http.PostAsJsonAsync("/v1/runs", new { input = Question, agent = "auto" });
        var run = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        if (run["output"]?.GetValue<string>() != Answer || run["node"]?.GetValue<string>() != "work")
            throw new WrongWorkException($"a run ended with {run.ToJsonString()}.");
        return RunId.Parse(run["run_id"]!.GetValue<string>());
    }

    public async Task<Number> RunAsync(long number)
    {
        await AskAsync();
        return new Number(number + 1);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        foreach (var node in Enumerable.Reverse(_nodes))
        {
            await node.StopAsync();
            await node.DisposeAsync();
        }

        _data.Delete(recursive: true);
    }

    private async Task AddAsync(string id, Agent[] agents)
    {
        var seeds = await Task.WhenAll(
            _nodes.Select(async node => (await node.Services.GetRequiredService<IAgentNetwork>().GetStatusAsync()).Address));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.AddHanzoNetwork("runs", network => network
            .Configure(options =>
            {
                (options.NodeId, options.ListenPort, options.UdpDiscovery) = (id, 0, false);
                options.Seeds = [.. seeds];
                options.Agents = [.. agents];
                options.Capacity = NetworkOptions.MaxCapacity;
            })
            .UseSqliteJournal(Path.Combine(_data.FullName, "journal.db"))
            .UseThisMachine()
            .UseChatClient(ScriptedChatClient.Deciding(Decide)));
        var node = builder.Build();
        node.UseRouting();
        node.MapHanzoNetwork();
        _nodes.Add(node);
        await node.StartAsync();
    }

    private static ScriptedReply Decide(ScriptedCall call) => call.Results.ToList() is [var one, var two]
        ? ScriptedReply.Say($"{one} and {two}")
        : ScriptedReply.Calls(Calculate("6 * 7"), Calculate("6 * 8"));

    private static (string Tool, IDictionary<string, object?> Arguments) Calculate(string expression) =>
        ("calculate", new Dictionary<string, object?> { ["expression"] = expression });

    /// <summary>The node that is asked has heard of the agents of the other.</summary>
    private async Task UntilKnownAsync()
    {
        using var deadline = new CancellationTokenSource(RowOptions.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await First.GetAgentsAsync(deadline.Token)).IsEmpty) await timer.WaitForNextTickAsync(deadline.Token);
    }
}
