using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>
/// Where slots belong, as the coordinator's node knows the network and the regions. Kept until one of the two changes: slots
/// that are given out meanwhile go where it says, which a new plan would not change. An agent is planned when first asked for.
/// </summary>
internal sealed class AllocationPlan
{
    private readonly object _shape;
    private readonly IImmutableDictionary<IActorRef, IImmutableList<string>> _allocations;
    private readonly ImmutableDictionary<string, IActorRef> _regions;
    private PlannedInput? _former;
    private PlacementPlan? _whole;
    private SlotHomes? _homes;

    private AllocationPlan(
        object shape, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations,
        ImmutableDictionary<string, IActorRef> regions, PlacementInput input, PlannedInput? former)
    {
        (_shape, _allocations, _regions, _former) = (shape, allocations, regions, former);
        Input = input;
    }

    /// <summary>Of the nodes whose region is registered, with the owners that the coordinator knew.</summary>
    public PlacementInput Input { get; }

    /// <summary>Where slots of all agents belong, planned together.</summary>
    public SlotHomes Homes
    {
        get
        {
            if (_whole is null)
            {
                _whole = PlacementPlanner.Plan(Input, _former);
                _homes = new SlotHomes(Input, _whole);
                _former = null;
            }

            return _homes!;
        }
    }

    /// <summary>The last whole plan: the loss of a node lets most of it stand.</summary>
    private PlannedInput? Planned => _whole is null ? _former : new PlannedInput(Input, _whole);

    /// <param name="selfAddress">The coordinator's own region has an address without a host.</param>
    /// <param name="former">What counted until now; null: nothing yet.</param>
    public static AllocationPlan Of(
        DirectorySnapshot snapshot, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations, string selfAddress,
        AllocationPlan? former)
    {
        var regions = ImmutableDictionary.CreateBuilder<string, IActorRef>(StringComparer.Ordinal);
        var owners = new List<(string Slot, string Node)>();
        foreach (var (region, slots) in allocations)
        {
            var address = region.Path.Address.HasLocalScope ? selfAddress : region.Path.Address.ToString();
            if (snapshot.Nodes.GetValueOrDefault(address) is not { NodeId: { } id } node) continue;
            if (node.IsUsable) regions[id] = region;
            foreach (var slot in slots) owners.Add((slot, id));
        }

        var input = SlotPlan.InputFor(snapshot, regions.Keys.ToHashSet(StringComparer.Ordinal), owners);
        return new AllocationPlan(snapshot.Shape, allocations, regions.ToImmutable(), input, former?.Planned);
    }

    /// <summary>Its owners are out of date when others allocate: for that, see <see cref="IsOf"/>.</summary>
    public bool HoldsFor(DirectorySnapshot snapshot, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations) =>
        ReferenceEquals(_shape, snapshot.Shape) && _allocations.Count == allocations.Count
        && _allocations.Keys.All(allocations.ContainsKey);

    public bool IsOf(DirectorySnapshot snapshot, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations) =>
        ReferenceEquals(_shape, snapshot.Shape) && ReferenceEquals(_allocations, allocations);

    /// <summary>Null when the shard is no slot of a known agent, or no node may have it, or who holds its histories is not here.</summary>
    public (string Node, IActorRef Region)? HomeOf(DirectorySnapshot snapshot, string shard)
    {
        if (!SlotId.TryParse(shard, out var slot) || !snapshot.Agents.TryGetValue(slot.Agent, out var agent)) return null;
        _homes ??= new SlotHomes(Input);
        return _homes.Of(agent, slot) is { } node ? (node, _regions[node]) : null;
    }
}
