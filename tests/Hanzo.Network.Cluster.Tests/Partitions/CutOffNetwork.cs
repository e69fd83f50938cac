using Akka.Contract.Tests.Support;
using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;
using Hanzo.Network.State;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using ScriptedChatClient = Hanzo.Network.Testing.ScriptedChatClient;
using ScriptedReply = Hanzo.Network.Testing.ScriptedReply;

namespace Hanzo.Network.Cluster.Tests.Partitions;

/// <summary>Two nodes behind relays: of two that do not hear each other, the older goes on and the younger is cut off.</summary>
internal sealed class CutOffNetwork(ITestOutputHelper output) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly MergeTimings Hasty = new()
    {
        SettledAfter = TimeSpan.FromSeconds(1), ConfirmFor = TimeSpan.FromSeconds(1), ProbeInterval = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>What else each node has, by its id.</summary>
    public Action<string, INetworkBuilder> Extra { get; init; } = (_, _) => { };

    private readonly Relay[] _relays = [new(), new()];
    private readonly TestNetwork _network = new(output);

    public static readonly Agent Talker = Named("talker", PartitionMode.ContinueLocal);
    public static readonly Agent Reader = Named("reader", PartitionMode.ReadOnly);
    public static readonly Agent Pauser = Named("pauser", PartitionMode.Pause);

    /// <summary>Told to pay, it asks before it does.</summary>
    public static readonly Agent Payer = Named("payer", PartitionMode.ContinueLocal) with { Tools = [new ToolReference("pay")] };

    private static readonly Agent[] Agents = [Talker, Reader, Pauser, Payer];

    public IEventStore OlderStore { get; private set; } = null!;
    public IEventStore YoungerStore { get; private set; } = null!;
    public TestNode Older { get; private set; } = null!;
    public TestNode Younger { get; private set; } = null!;

    /// <param name="shared">They have one journal; else each has one of its own, and the younger alone has agents.</param>
    public async Task StartAsync(bool shared)
    {
        OlderStore = new InMemoryEventStore(TimeProvider.System);
        YoungerStore = shared ? OlderStore : new InMemoryEventStore(TimeProvider.System);
        Older = await StartAsync("older", _relays[0], OlderStore, "one", shared ? Agents : []);
        Younger = await StartAsync("younger", _relays[1], YoungerStore, shared ? "one" : "two", Agents);
        await _network.MeetAsync();
    }

    /// <summary>Until the younger serves alone and the older without it.</summary>
    public async Task CutAsync()
    {
        foreach (var relay in _relays) relay.Cut();
        await Eventually.TrueAsync(
            async () => (await Younger.Network.GetStatusAsync()).Detached && Younger.Process.Standing.Current.IsSettled
                && Younger.Gate.Current is not null && (await Older.Network.GetStatusAsync()).Peers.IsEmpty,
            Patience);
    }

    public async Task HealAsync()
    {
        foreach (var relay in _relays) relay.Heal();
        await Eventually.TrueAsync(async () => !(await Younger.Network.GetStatusAsync()).Detached, Patience, Trails);
        await Task.WhenAll(Older.Network.WaitForPeersAsync(1), Younger.Network.WaitForPeersAsync(1)).Within(60);
    }

    /// <summary>The younger's process is killed; after the cut another one begins with the same journal, which is its own.</summary>
    public async Task ReplaceYoungerAsync()
    {
        await Younger.CrashAsync();
        foreach (var relay in _relays) relay.Heal();
        Younger = await StartAsync("younger", _relays[1], YoungerStore, "two", Agents);
        await Task.WhenAll(Older.Network.WaitForPeersAsync(1), Younger.Network.WaitForPeersAsync(1)).Within(60);
    }

    private string Trails() => string.Join('\n', new[] { Older, Younger }.Select(node =>
    {
        var status = node.Services.GetRequiredService<NetworkJoining>().Status;
        var trail = status.Trail.TakeLast(20).Select(line => $"  {line.At:HH:mm:ss.fff} {line.Text}");
        return $"{node.Id} is {status.Phase} in {status.Cluster?.Id}:\n{string.Join('\n', trail)}";
    }));

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays) await relay.DisposeAsync();
        await _network.DisposeAsync();
    }

    private Task<TestNode> StartAsync(string id, Relay relay, IEventStore store, string journal, Agent[] agents) => _network.StartAsync(
        id,
        network =>
        {
            network.Services.AddSingleton(Hasty);
            Extra(id, network);
            network.Services.AddSingleton(store);
            network.Services.AddSingleton(new JournalIdentity(journal, "local-only"));
            var pay = AIFunctionFactory.Create(() => "paid", "pay");
            network.UseChatClient(CountingModel()).AddTool(pay, new ToolOptions { Approval = ToolApproval.Always }).Configure(options =>
            {
                options.ListenPort = relay.Inner;
                options.Advertise = $"127.0.0.1:{relay.Port}";
            });
        },
        agents);

    private static Agent Named(string name, PartitionMode mode) => new() { Name = AgentName.Parse(name), Partition = mode, Slots = 2 };

    /// <summary>Says how many questions it has been told; pays when the last one says so.</summary>
    private static ScriptedChatClient CountingModel() => ScriptedChatClient.Deciding(call =>
        call.Messages[^1] is { Text: "pay" } last && last.Role == ChatRole.User
            ? ScriptedReply.Call("pay")
            : ScriptedReply.Say($"{call.Messages.Count(message => message.Role == ChatRole.User)}"));
}
