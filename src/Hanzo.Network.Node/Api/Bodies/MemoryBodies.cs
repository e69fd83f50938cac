using System.Collections.Immutable;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Answer of <c>GET /v1/memories</c>.</summary>
/// <param name="Store">Where the asked node keeps them, and what compares vectors.</param>
/// <param name="Memories">The newest first; to a query, the best.</param>
/// <param name="HasMore">There are more than the limit.</param>
internal sealed record MemoriesBody(string Store, ImmutableArray<MemoryBody> Memories, bool HasMore);

/// <param name="Agent">Who remembered it; null: it was given to the network.</param>
/// <param name="Owner"><c>*</c>: the network; else the agent.</param>
/// <param name="Sessions">That it is from; a reflection may be from several.</param>
/// <param name="Kind"><c>short_term</c>, <c>long_term</c> or <c>reflection</c>.</param>
/// <param name="Source"><c>user</c>, <c>agent</c>, <c>given</c> or <c>summary</c>.</param>
/// <param name="Shared">It may reach other users.</param>
/// <param name="Relevance">Cosine; null: there was no query.</param>
/// <param name="Score">Null: there was no query.</param>
internal sealed record MemoryBody(
    string Id, string? Agent, string Owner, string? User, ImmutableArray<string> Sessions, string Kind, string Source, string Text,
    double Importance, bool Shared, DateTimeOffset Created, DateTimeOffset LastUsed, int Uses, double? Relevance, double? Score)
{
    private const int Digits = 4;

    public static MemoryBody From(FoundMemory found) => From(found.Entry) with
    {
        Relevance = Rounded(found.Relevance), Score = Rounded(found.Score),
    };

    public static MemoryBody From(MemoryEntry entry) => new(
        entry.Id, entry.Agent.Length == 0 ? null : entry.Agent, entry.Owner.Key, entry.User, entry.Sessions, MemoryNames.Of(entry.Kind),
        MemoryNames.Of(entry.Source), entry.Text, entry.Importance, entry.IsShared, entry.Created, entry.LastUsed, entry.Uses, null, null);

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, Digits) : null;
}

/// <summary>Body of <c>POST /v1/memories</c>.</summary>
internal sealed record NewMemoryBody(string Text, string? Agent, string? User, double? Importance);

/// <summary>Answer of <c>DELETE /v1/memories</c>.</summary>
/// <param name="Deleted">How many there were.</param>
internal sealed record ForgottenBody(int Deleted);
