using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Memory;

/// <summary>
/// Which memories a reflection is to stand for: the oldest of what one agent heard from one audience. So it can be deleted by whatever
/// agent, user or session any of them could be deleted by.
/// </summary>
internal static class MemoryReflection
{
    /// <summary>With fewer of what was said there is nothing to reflect on.</summary>
    public const int Least = 20;

    /// <summary>Memories that one stands for.</summary>
    public const int Most = MemoryLimits.MaxSessions;

    /// <summary>About as many tokens as the texts take that a model is told for it.</summary>
    public const int MostTokens = Most * MemoryLimits.MaxText / TokenEstimate.BytesPerToken;

    /// <returns>The oldest first; empty: there are too few.</returns>
    public static ImmutableArray<MemoryEntry> Choose(IEnumerable<MemoryEntry> entries, MemoryReader reader, AgentName agent)
    {
        var said = entries
            .Where(entry => entry.Kind == MemoryKind.ShortTerm && entry.Agent == agent.Value && reader.IsOfSameAudience(entry))
            .OrderBy(entry => entry.Created)
            .ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .ToList();
        return said.Count < Least ? [] : [.. said.Take(Most)];
    }

    public static ImmutableList<TranscriptEntry> ToSummarize(ImmutableArray<MemoryEntry> old) =>
    [
        .. old.Select(TranscriptEntry (entry) =>
            entry.Source == MemorySource.User ? new UserEntry(entry.Text) : new AssistantEntry(entry.Text, [])),
    ];

    /// <summary>Its id follows from those that it stands for: two nodes that reflect on the same add one.</summary>
    public static MemoryEntry Of(ImmutableArray<MemoryEntry> old, AgentName agent, string summary, DateTimeOffset now)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', old.Select(entry => entry.Id))));
        return new MemoryEntry
        {
            Id = $"reflection.{Convert.ToHexStringLower(hash.AsSpan(0, 16))}",
            Owner = old[0].Owner,
            Agent = agent.Value,
            User = old[0].User,
            Sessions = [.. old.SelectMany(entry => entry.Sessions).Distinct(StringComparer.Ordinal)],
            Kind = MemoryKind.Reflection,
            Source = MemorySource.Summary,
            Text = summary,
            Importance = old.Max(entry => entry.Importance),
            Created = old[^1].Created,
            LastUsed = now,
            IsShared = old[0].IsShared,
        };
    }
}
