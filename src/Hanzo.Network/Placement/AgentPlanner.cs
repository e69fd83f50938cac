using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>
/// Plans agents one after the other. An agent's plan depends on the nodes and on its own slots, not on other agents.
/// </summary>
internal sealed class AgentPlanner(Scene scene, PlacementInput input)
{
    private const int Nowhere = -1;

    // By node number, of the agent that is planned; what an earlier one left is cleared by Begin.
    private readonly int[] _held = new int[scene.Nodes.Length];
    private readonly int[] _bound = new int[scene.Nodes.Length];
    private readonly bool[] _chosen = new bool[scene.Nodes.Length];
    private readonly int[] _room = new int[scene.Nodes.Length];
    private readonly HistoryReaders _readers = new(scene, input.Histories);

    public AgentPlacement Plan(Agent agent)
    {
        var rank = NodeRank.Of(agent.Name.Value);
        var owners = Owners(agent);
        var candidates = Candidates(agent, rank, owners);
        var slots = new string?[agent.Slots];
        if (!candidates.IsEmpty)
        {
            var wishes = NumbersOf(agent, input.Wishes);
            var readers = _readers.Of(agent);
            Settle(candidates, wishes, owners, readers);
            var chosen = Limit(candidates, agent, rank, wishes);
            Share(chosen, agent.Slots);
            var settled = readers is null ? owners : [.. owners];
            Keep(wishes, owners);
            if (readers is not null) AssignHistories(candidates, chosen, rank, readers, owners, settled);
            Assign(chosen, rank, readers, owners, slots);
        }

        return new AgentPlacement(agent.Name, ImmutableCollectionsMarshal.AsImmutableArray(slots));
    }

    /// <summary>Numbers of the nodes that may run the agent, ascending: for a deployed one, those of its replicas.</summary>
    public ImmutableArray<int> Candidates(Agent agent) => Candidates(agent, NodeRank.Of(agent.Name.Value), Owners(agent));

    private ImmutableArray<int> Candidates(Agent agent, ulong rank, int[] owners)
    {
        var admitted = scene.Admitted(agent);
        if (agent.Deployment?.Replicas is not { } replicas || replicas >= admitted.Length) return admitted;
        Array.Clear(_held);
        foreach (var owner in owners)
            if (owner != Nowhere) _held[owner]++;
        var most = Math.Clamp(replicas, 0, agent.Slots);
        return [.. NodeChoice.ForReplicas(scene, admitted, agent, rank, most, _held).ToArray().Order()];
    }

    /// <summary>
    /// A slot is where a person asked for it, else where it is, as far as those nodes may run the agent and read the slot's histories.
    /// </summary>
    private void Settle(ImmutableArray<int> candidates, int[] wishes, int[] owners, bool[]?[]? readers)
    {
        Array.Clear(_held);
        Array.Clear(_bound);
        for (var slot = 0; slot < owners.Length; slot++)
        {
            var may = readers?[slot];
            if (wishes[slot] != Nowhere && !Fits(wishes[slot], may)) wishes[slot] = Nowhere;
            if (may is not null && OnlyOf(candidates, may) is var only and not Nowhere) wishes[slot] = only;
            if (wishes[slot] != Nowhere)
            {
                _bound[wishes[slot]]++;
                owners[slot] = wishes[slot];
            }

            if (owners[slot] == Nowhere) continue;
            if (Fits(owners[slot], may)) _held[owners[slot]]++;
            else owners[slot] = Nowhere;
        }

        bool Fits(int number, bool[]? may) => may?[number] != false && candidates.BinarySearch(number) >= 0;
    }

    /// <summary>The only candidate that may have the slot; <see cref="Nowhere"/> when there are more, or none.</summary>
    private static int OnlyOf(ImmutableArray<int> candidates, bool[] may)
    {
        var only = Nowhere;
        foreach (var number in candidates)
        {
            if (!may[number]) continue;
            if (only != Nowhere) return Nowhere;
            only = number;
        }

        return only;
    }

    /// <summary>As many nodes as there are slots for.</summary>
    private ImmutableArray<int> Limit(ImmutableArray<int> candidates, Agent agent, ulong rank, int[] wishes)
    {
        var asked = wishes.Where(number => number != Nowhere).ToHashSet();
        var free = agent.Slots - wishes.Count(number => number != Nowhere);
        if (candidates.Length - asked.Count <= free)
        {
            Choose(candidates.AsSpan());
            return candidates;
        }

        var others = asked.Count == 0 ? candidates : [.. candidates.Where(number => !asked.Contains(number))];
        int[] chosen = [.. NodeChoice.ForSlots(scene, others, agent, rank, free, _held), .. asked];
        Array.Sort(chosen);
        Choose(chosen);
        return ImmutableCollectionsMarshal.AsImmutableArray(chosen);
    }

    /// <summary>Gives each node its room: what it has as long as that is balanced, else what it should have.</summary>
    private void Share(ImmutableArray<int> nodes, int slots)
    {
        int[] byThroughput = [.. nodes.OrderByDescending(number => scene.Tflops[number])];
        var tflops = Array.ConvertAll(byThroughput, number => scene.Tflops[number]);
        var bound = Array.ConvertAll(byThroughput, number => _bound[number]);
        var shares = Array.ConvertAll(byThroughput, number => _held[number]);
        SlotShares.Fill(tflops, shares, slots - shares.Sum());
        if (!SlotShares.AreBalanced(tflops, shares, bound))
        {
            bound.CopyTo(shares, 0);
            SlotShares.Fill(tflops, shares, slots - shares.Sum());
        }

        for (var i = 0; i < byThroughput.Length; i++) _room[byThroughput[i]] = shares[i];
    }

    /// <summary>What is asked for is kept, and what is somewhere as long as its node has room for it.</summary>
    private void Keep(int[] wishes, int[] owners)
    {
        foreach (var wish in wishes)
            if (wish != Nowhere) _room[wish]--;
        for (var slot = 0; slot < owners.Length; slot++)
        {
            if (owners[slot] == Nowhere || wishes[slot] != Nowhere) continue;
            if (!_chosen[owners[slot]] || _room[owners[slot]] <= 0) owners[slot] = Nowhere;
            else _room[owners[slot]]--;
        }
    }

    /// <summary>
    /// Slots with histories come before those that may be anywhere. Where none of their nodes has room they stay, or go to one of them
    /// nevertheless.
    /// </summary>
    /// <param name="settled">Where they were before it was looked for room.</param>
    private void AssignHistories(
        ImmutableArray<int> candidates, ImmutableArray<int> chosen, ulong rank, bool[]?[] readers, int[] owners, int[] settled)
    {
        for (var slot = 0; slot < owners.Length; slot++)
        {
            if (owners[slot] != Nowhere || readers[slot] is not { } may) continue;
            var place = NodeRank.OfSlot(rank, slot);
            var node = Highest(chosen, place, may);
            if (node == Nowhere) node = settled[slot];
            if (node == Nowhere) node = Highest(candidates, place, may, needsRoom: false);
            owners[slot] = node;
            if (node != Nowhere) _room[node]--;
        }
    }

    private void Assign(ImmutableArray<int> nodes, ulong rank, bool[]?[]? readers, int[] owners, string?[] slots)
    {
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var node = owners[slot];
            if (node == Nowhere)
            {
                // Nobody who can read its histories may run the agent.
                if (readers?[slot] is not null) continue;
                node = Highest(nodes, NodeRank.OfSlot(rank, slot));
                _room[node]--;
            }

            slots[slot] = scene.Nodes[node].Id;
        }
    }

    /// <summary>The node with room that ranks highest for the slot.</summary>
    private int Highest(ImmutableArray<int> nodes, ulong slot, bool[]? may = null, bool needsRoom = true)
    {
        var (highest, best) = (Nowhere, 0UL);
        foreach (var number in nodes)
        {
            if ((needsRoom && _room[number] <= 0) || may?[number] == false) continue;
            var rank = NodeRank.Of(slot, scene.Ranks[number]);
            if (highest == Nowhere || rank > best) (highest, best) = (number, rank);
        }

        return highest;
    }

    private int[] Owners(Agent agent) => NumbersOf(agent, input.Owners);

    private int[] NumbersOf(Agent agent, IReadOnlyDictionary<SlotId, string> slots)
    {
        var numbers = new int[agent.Slots];
        Array.Fill(numbers, Nowhere);
        if (slots.Count == 0) return numbers;
        for (var slot = 0; slot < numbers.Length; slot++)
            if (slots.TryGetValue(new SlotId(agent.Name, slot), out var node)) numbers[slot] = scene.NumberOf(node);
        return numbers;
    }

    private void Choose(ReadOnlySpan<int> nodes)
    {
        Array.Clear(_chosen);
        foreach (var number in nodes) _chosen[number] = true;
    }
}
