using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Partitions;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Tests.Support;

/// <summary>Takes what it is told, and answers what the test tells it to.</summary>
internal sealed class FakeManager : IAgentManager, INetworkManager
{
    public static readonly SessionId Session = SessionId.Parse("math.7.01JD0000000000000000000000");

    public AgentNetworkException? Failure { get; set; }
    public string? Warning { get; set; }
    public MigrationStatus Outcome { get; set; } = MigrationStatus.Moved;
    public DrainPhase DrainEnd { get; set; } = DrainPhase.Drained;
    public bool DrainBreaks { get; set; }
    public List<Agent> Deployed { get; } = [];
    public List<bool> Forced { get; } = [];
    public List<AgentName> Undeployed { get; } = [];
    public List<MigrationRequest> Migrations { get; } = [];
    public List<TimeSpan> Drains { get; } = [];

    public Task<AgentDeployed> DeployAsync(Agent agent, bool force = false, CancellationToken cancellation = default)
    {
        ThrowIfToldTo();
        Deployed.Add(agent);
        Forced.Add(force);
        var definition = agent with { Deployment = agent.Deployment! with { Version = Deployed.Count } };
        ImmutableArray<string> nodes = Warning is null ? ["one", "two"] : [];
        return Task.FromResult(new AgentDeployed(definition, nodes, Warning));
    }

    public Task UndeployAsync(AgentName name, CancellationToken cancellation = default)
    {
        ThrowIfToldTo();
        Undeployed.Add(name);
        return Task.CompletedTask;
    }

    public Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellation = default)
    {
        ThrowIfToldTo();
        Migrations.Add(request);
        return Task.FromResult(new Migration(Session.Slot, "one", request.Node, [Session], Outcome));
    }

    public Task<PlacementReport> ExplainAsync(AgentName name, string? without = null, CancellationToken cancellation = default)
    {
        ThrowIfToldTo();
        var agent = new Agent { Name = name };
        var nodes = new[] { "one", "two" }.Select(id => new NodeView
        {
            Id = id,
            Device = new DeviceCapabilities { Model = id, Chip = "c" },
            Load = new NodeLoad(0.5, 0.5, 1, 2),
            Agents = id == "one" ? [name] : [],
        });
        return Task.FromResult(PlacementReport.Of(new PlacementInput { Nodes = [.. nodes] }, agent, without));
    }

    public async IAsyncEnumerable<DrainStep> DrainAsync(
        TimeSpan timeout, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ThrowIfToldTo();
        Drains.Add(timeout);
        await Task.Yield();
        yield return new DrainStep(DrainPhase.Draining, 2, 1, 3, 0);
        if (DrainBreaks) throw new InvalidOperationException("the drain broke");
        yield return new DrainStep(DrainEnd, 0, 0, 0, 0);
    }

    public Task<PartitionReport> TakeOverAsync(CancellationToken cancellation = default)
    {
        ThrowIfToldTo();
        var now = DateTimeOffset.UnixEpoch;
        return Task.FromResult(new PartitionReport("one", ["two"], now, now.AddMinutes(1), [], 0) { TakenOver = true });
    }

    private void ThrowIfToldTo()
    {
        if (Failure is not null) throw Failure;
    }
}
