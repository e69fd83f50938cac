namespace Hanzo.Network.Consensus.Groups;

/// <summary>Of which group a node is a member, and by which log.</summary>
/// <param name="Group">An ULID: of two groups, the older one's comes first.</param>
/// <param name="Log">
/// Made with the log: a node that has lost its log comes back with another one, so as another member. One in memory begins with
/// <see cref="Memory"/>.
/// </param>
public sealed record LocalMember(string Group, string Log)
{
    public const string Memory = "memory-";

    /// <summary>Network and node: a log of another network or node is refused. Null: nobody asks.</summary>
    public string? Owner { get; init; }

    public MemberId IdAt(string node) => new($"{node}/{Log}");

    /// <summary>Of a member: the node that it is on.</summary>
    public static string NodeOf(MemberId member) => member.Value[..Math.Max(0, member.Value.LastIndexOf('/'))];

    /// <summary>Its log ends with its process: once it is gone, it never comes back.</summary>
    public static bool IsInMemory(MemberId member) =>
        member.Value.AsSpan(member.Value.LastIndexOf('/') + 1).StartsWith(Memory, StringComparison.Ordinal);
}
