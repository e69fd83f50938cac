using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Partitions;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.State.StateProtocol;

namespace Hanzo.Network.Cluster.State;

/// <summary>Asks the present actor system; lists and watches by the process's board.</summary>
internal sealed class ClusteredState(NodeProcess process, GenerationGate gate) : INetworkState, IStateChanges
{
    public async Task<StateItem?> GetAsync(
        StateKey key, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default)
    {
        var found = await AskAsync<Found>(Here, new Read(key, consistency), cancellation);
        return found.Item.Kind is null ? null : found.Item;
    }

    public Task<StateItem> SetAsync(
        StateKey key, StateValue value, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default) =>
        WriteAsync(new SetValue(key, StateRules.Require(key, value)), consistency, cancellation);

    public Task<StateItem> AppendAsync(
        StateKey key, StateValue item, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default) =>
        WriteAsync(new AppendItem(key, StateRules.Require(key, item)), consistency, cancellation);

    public Task<StateItem> IncrementAsync(
        StateKey key, long amount = 1, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default) =>
        WriteAsync(new IncrementCount(key, StateRules.Require(key, amount)), consistency, cancellation);

    public async Task<bool> RemoveAsync(
        StateKey key, StateConsistency consistency = StateConsistency.Majority,
        CancellationToken cancellation = default)
    {
        RequireNetwork(consistency);
        var done = await AskAsync<Done>(Here, new Write(new RemoveKey(key), consistency), cancellation);
        return done.Changed;
    }

    public async Task<StateItem> CompareAndSetAsync(
        StateKey key, string? expectedVersion, StateValue value, CancellationToken cancellation = default)
    {
        StateRules.Require(key, value);
        RequireNetwork(StateConsistency.Majority);
        var compared = await AskAsync<Compared>(AtOwner, new Compare(key.Value, expectedVersion, value.Json), cancellation);
        return new StateItem
        {
            Key = key, Kind = StateKind.Register, Value = value, Version = compared.Version, Time = HybridTime.Parse(compared.Time),
        };
    }

    public Task<StateItem> ChangeAsync(ChangeKey change, CancellationToken cancellation) =>
        WriteAsync(change, StateConsistency.Majority, cancellation);

    public async Task<ImmutableArray<StateItem>> ListAsync(string prefix = "", CancellationToken cancellation = default)
    {
        StateRules.RequirePrefix(prefix);
        await AskAsync<Opened>(Here, Open.Instance, cancellation);
        return [.. process.SharedState.List(prefix)];
    }

    public async IAsyncEnumerable<StateItem> WatchAsync(
        string prefix = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        StateRules.RequirePrefix(prefix);
        await AskAsync<Opened>(Here, Open.Instance, cancellation);
        using var watcher = process.SharedState.Watch(prefix);
        await foreach (var item in watcher.ReadAsync(cancellation)) yield return item;
    }

    private async Task<StateItem> WriteAsync(StateCommand command, StateConsistency consistency, CancellationToken cancellation)
    {
        RequireNetwork(consistency);
        return (await AskAsync<Done>(Here, new Write(command, consistency), cancellation)).Item;
    }

    /// <summary>A majority of those who are cut off together is none of the network's.</summary>
    private void RequireNetwork(StateConsistency consistency)
    {
        if (consistency == StateConsistency.Local || process.Standing.Current.Detachment is not { } detachment) return;
        throw PartitionRules.NeedsNetwork(detachment, "only writes with the consistency 'local' are possible").ToException();
    }

    private static ICanTell Here(Generation generation) => generation.State;

    private static ICanTell AtOwner(Generation generation) =>
        StateOwner.Of(Akka.Cluster.Cluster.Get(generation.System)) is { } owner
            ? generation.System.ActorSelection($"{owner.Address}/user/{SharedState.Name}")
            : generation.State;

    private static NetworkError Silence(object request) =>
        request is Write or Compare ? NetworkError.Unconfirmed : NetworkError.Unavailable;

    private async Task<T> AskAsync<T>(Func<Generation, ICanTell> whom, object request, CancellationToken cancellation)
    {
        var generation = await gate.RequireAsync(process, cancellation);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
        try
        {
            return await whom(generation).Ask<object>(request, SharedState.Longest, asking.Token) switch
            {
                T answer => answer,
                Refused refused => throw new AgentNetworkException(refused.Error, refused.Message),
                var other => throw new InvalidOperationException($"Shared state has answered {other}."),
            };
        }
        catch (AskTimeoutException cause)
        {
            throw new AgentNetworkException(Silence(request), "shared state does not answer; a change may still come.", cause);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            throw new AgentNetworkException(
                Silence(request), "this node left the network while it was asked; a change may still come.", cause);
        }
    }
}
