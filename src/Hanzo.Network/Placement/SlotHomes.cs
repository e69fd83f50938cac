using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Where slots belong by one input; what the slots of an agent share is found once. Not for several threads at once.</summary>
public sealed class SlotHomes
{
    private readonly PlacementInput _input;
    private readonly PlacementPlan? _plan;
    private readonly Scene _scene;
    private readonly AgentPlanner _planner;
    private readonly DedicatedRanks _dedicated;
    private readonly HistoryReaders _readers;
    private readonly Dictionary<AgentName, AgentPlacement> _placements = [];
    private readonly Dictionary<AgentName, ImmutableArray<int>> _candidates = [];

    /// <param name="plan">Of the input, for who has it already; other agents are planned when first asked for.</param>
    public SlotHomes(PlacementInput input, PlacementPlan? plan = null)
    {
        (_input, _plan) = (input, plan);
        _scene = new Scene(input.Nodes);
        _planner = new AgentPlanner(_scene, input);
        _dedicated = new DedicatedRanks(_scene);
        _readers = new HistoryReaders(_scene, input.Histories);
    }

    /// <summary>The node that a slot belongs to; null without a candidate, or when the agent has no such slot.</summary>
    public string? Of(Agent agent, SlotId slot) => slot.IsDedicated ? OfDedicated(agent, slot) : PlacementOf(agent).NodeOf(slot.Index);

    public bool MayRun(Agent agent, string node) => Candidates(agent).BinarySearch(_scene.NumberOf(node)) >= 0;

    /// <summary>A dedicated slot that hosts nothing and belongs to the node; null when there is none.</summary>
    /// <param name="turn">Where the search begins: whoever asks at the same time should give another.</param>
    public SlotId? FindDedicated(Agent agent, string node, long turn)
    {
        if (!MayRun(agent, node)) return null;
        var (number, candidates) = (_scene.NumberOf(node), Candidates(agent));
        for (var i = 0; i < SlotId.DedicatedCount; i++)
        {
            var index = SlotId.FirstDedicated + (int)(((ulong)turn + (ulong)i) % SlotId.DedicatedCount);
            var slot = new SlotId(agent.Name, index);
            if (_input.Owners.ContainsKey(slot) || _input.Wishes.ContainsKey(slot)) continue;
            if (_readers.Of(slot)?[number] != false && _dedicated.IsHomeOf(candidates, slot, number)) return slot;
        }

        return null;
    }

    /// <summary>As asked for, else where it is, else by rank, as far as those nodes can read its histories.</summary>
    private string? OfDedicated(Agent agent, SlotId slot)
    {
        if (slot.Index > SlotId.MaxIndex) return null;
        var (candidates, may) = (Candidates(agent), _readers.Of(slot));
        if (may is not null) candidates = [.. candidates.Where(number => may[number])];
        if (_input.Wishes.GetValueOrDefault(slot) is { } asked && candidates.BinarySearch(_scene.NumberOf(asked)) >= 0) return asked;
        if (_input.Owners.GetValueOrDefault(slot) is { } owner && candidates.BinarySearch(_scene.NumberOf(owner)) >= 0) return owner;
        var home = _dedicated.HomeOf(candidates, slot);
        return home < 0 ? null : _scene.Nodes[home].Id;
    }

    private AgentPlacement PlacementOf(Agent agent)
    {
        if (_plan?.Agents.GetValueOrDefault(agent.Name) is { } known) return known;
        if (!_placements.TryGetValue(agent.Name, out var planned)) _placements[agent.Name] = planned = _planner.Plan(agent);
        return planned;
    }

    private ImmutableArray<int> Candidates(Agent agent)
    {
        if (!_candidates.TryGetValue(agent.Name, out var candidates)) _candidates[agent.Name] = candidates = _planner.Candidates(agent);
        return candidates;
    }
}
