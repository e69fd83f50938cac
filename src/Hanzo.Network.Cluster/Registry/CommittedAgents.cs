using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Agents.Choices;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>The agents that this node's member of the group has applied; each is read once.</summary>
internal sealed class CommittedAgents(UnreadableValues unreadable)
{
    private Dictionary<string, Held> _held = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, KeyValueEntry>? _entries;

    public ImmutableSortedDictionary<AgentName, CommittedAgent> Current { get; private set; } =
        ImmutableSortedDictionary<AgentName, CommittedAgent>.Empty;

    /// <returns>Those that have changed since the last time.</returns>
    public IReadOnlyList<CommittedAgent> Read(KeyValueState state)
    {
        if (ReferenceEquals(state.Entries, _entries)) return [];
        _entries = state.Entries;
        var held = new Dictionary<string, Held>(StringComparer.Ordinal);
        var changed = new List<CommittedAgent>();
        foreach (var (key, entry) in state.Under(CommittedCodec.Prefix))
        {
            if (_held.TryGetValue(key, out var before) && ReferenceEquals(before.Entry, entry))
            {
                held.Add(key, before);
                continue;
            }

            if (CommittedCodec.Read(key, entry, out var problem) is not { } agent) continue;
            if (problem is null) unreadable.Remove(key);
            else unreadable.Add(key, problem);
            held.Add(key, new Held(entry, agent));
            changed.Add(agent);
        }

        if (changed.Count > 0 || held.Count < _held.Count)
            Current = held.Values.ToImmutableSortedDictionary(one => one.Agent.Name, one => one.Agent);
        _held = held;
        return changed;
    }

    private sealed record Held(KeyValueEntry Entry, CommittedAgent Agent);
}
