using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Output;

/// <summary>The network's group, for people.</summary>
internal static class ConsensusText
{
    public static IEnumerable<string> Lines(ConsensusBody status)
    {
        yield return Summary(status);
        if (status.Group is { } group) yield return $"group {group}, this node's member {status.Member} ({status.Role ?? status.Phase})";
        foreach (var member in status.Members)
            yield return $"  {member.Node}: {member.Vote}{(member.IsLeader ? ", leads" : "")}";
        if (status.InMemory) yield return "its log is in memory: it ends with its process";
    }

    /// <summary>In one line.</summary>
    public static string Summary(ConsensusBody status)
    {
        var votes = status.Members.Count(member => member.Vote == "voter");
        var text = status.Leader is { } leader
            ? $"consensus: led by {leader} in term {status.Term}, {status.Commit} committed, {votes} of {status.Members.Length} vote"
            : $"consensus: {status.Phase}, no leader";
        return status.Problem is { } problem ? $"{text}: {problem}" : text;
    }

    public static IEnumerable<string> Lines(ConsensusTransactionBody done)
    {
        yield return done.Held ? $"held; revision {done.Revision}" : $"did not hold; revision {done.Revision}";
        foreach (var result in done.Results)
        {
            foreach (var item in result.Items) yield return Line(item);
            if (result.Deleted > 0) yield return $"removed {result.Deleted}";
            if (result.More) yield return "and more than one answer holds";
        }
    }

    public static string Line(ConsensusKeyBody item) => TerminalText.Visible($"{item.Key} {item.Value}");

    public static string Line(ConsensusWatchBody change) =>
        change.Key is null ? "(changes were missed; this is what is there now)"
        : change.Entry is { } entry ? Line(entry)
        : TerminalText.Visible($"{change.Key} (removed)");
}
