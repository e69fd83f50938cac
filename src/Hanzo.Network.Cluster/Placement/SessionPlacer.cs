using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Places the new sessions that callers of this process ask for, each with those before it in mind.</summary>
internal sealed class SessionPlacer(Board<DirectorySnapshot> board, IIds ids, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Dispatched _dispatched = Dispatched.None;
    private long _turn;

    /// <exception cref="AgentNetworkException">Unknown agent, or no node may run it now.</exception>
    /// <param name="custom">Counts instead of the strategy.</param>
    /// <param name="avoided">Null: nothing.</param>
    public Dispatch Place(
        AgentName agent, PlacementStrategy strategy, bool dedicated, CustomChoice? custom = null, Avoided? avoided = null)
    {
        lock (_lock)
        {
            var (snapshot, now) = (board.Current, time.Elapsed());
            // Two processes that look for free slots at the same time begin at different ones.
            var turn = dedicated || strategy is PlacementStrategy.Random ? Ulid.RandomBits(ids.NewUlid()) : ++_turn;
            var input = InputOf(snapshot, now);
            if (dedicated) input = input with { Owners = _dispatched.OwnersWith(input.Owners) };
            var onlyOpen = avoided is { Allocator: true } && !dedicated;
            if (avoided is { IsNothing: false }) input = Without(input, snapshot, agent, avoided.Nodes, onlyOpen);
            var dispatch = Dispatcher.Decide(snapshot, input, agent, strategy, turn, dedicated, custom, onlyOpen);
            var load = snapshot.Views.First(node => node.Id == dispatch.Node).Load;
            _dispatched = _dispatched.With(dispatch, load, now);
            return dispatch;
        }
    }

    /// <summary>What the next session would be placed by, and the network as it is known.</summary>
    public (DirectorySnapshot Snapshot, PlacementInput Input) Now()
    {
        lock (_lock)
        {
            var snapshot = board.Current;
            return (snapshot, InputOf(snapshot, time.Elapsed()));
        }
    }

    /// <summary>Those that answer, and have a slot of the agent if they must; as far as one is left that may run it.</summary>
    private static PlacementInput Without(
        PlacementInput input, DirectorySnapshot snapshot, AgentName agent, ImmutableSortedSet<string> silent, bool onlyOpen)
    {
        if (!snapshot.Agents.TryGetValue(agent, out var definition)) return input;
        var heard = input.Nodes.RemoveAll(node => silent.Contains(node.Id));
        if (!PlacementPlanner.HasCandidate(heard, definition)) heard = input.Nodes;
        if (!onlyOpen) return input with { Nodes = heard };
        var having = input.Owners.Where(owner => owner.Key.Agent == agent && !owner.Key.IsDedicated)
            .Select(owner => owner.Value).ToHashSet(StringComparer.Ordinal);
        var open = heard.RemoveAll(node => !having.Contains(node.Id));
        return input with { Nodes = PlacementPlanner.HasCandidate(open, definition) ? open : heard };
    }

    private PlacementInput InputOf(DirectorySnapshot snapshot, TimeSpan now)
    {
        _dispatched = _dispatched.Until(now);
        return snapshot.Input with
        {
            Nodes = [.. snapshot.Views.Select(node => node with { Dispatched = _dispatched.To(node.Id, node.Load, now) })],
        };
    }
}
