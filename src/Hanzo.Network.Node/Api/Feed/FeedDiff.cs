using System.Text.Json;

namespace Hanzo.Network.Node.Api.Feed;

/// <summary>What to tell a page that knows one snapshot and should know another.</summary>
internal static class FeedDiff
{
    /// <param name="before">Null: the page knows nothing.</param>
    public static IEnumerable<FeedItem> Between(FeedSnapshot? before, FeedSnapshot now)
    {
        if (before is null || !before.Network.AsSpan().SequenceEqual(now.Network)) yield return new FeedItem(FeedItem.Network, now.Network);
        if (before is null || !before.Agents.AsSpan().SequenceEqual(now.Agents)) yield return new FeedItem(FeedItem.Agents, now.Agents);
        var known = before?.Runs.ToHashSet() ?? [];
        foreach (var run in now.Runs.Reverse().Where(run => !known.Contains(run)))
            yield return new FeedItem(FeedItem.Run, JsonSerializer.SerializeToUtf8Bytes(run, ApiJson.Default.RunNoteBody));
    }
}
