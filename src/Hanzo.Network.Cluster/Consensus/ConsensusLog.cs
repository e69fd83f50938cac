using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Consensus;

internal static partial class ConsensusLog
{
    [LoggerMessage(5500, LogLevel.Information, "This node has founded the network's group {Group}, as {Member}.")]
    public static partial void Founded(ILogger log, string group, string member);

    [LoggerMessage(5501, LogLevel.Information, "This node joins the network's group {Group}, as {Member}.")]
    public static partial void Joins(ILogger log, string group, string member);

    [LoggerMessage(5502, LogLevel.Information, "This node's member {Member} of group {Group} goes on at entry {Last} of term {Term}.")]
    public static partial void GoesOn(ILogger log, string member, string group, long last, long term);

    [LoggerMessage(5503, LogLevel.Information, "The group is led by {Leader} in term {Term}.")]
    public static partial void Led(ILogger log, string leader, long term);

    [LoggerMessage(5504, LogLevel.Error, "This node's member of the group has stopped; the others go on.")]
    public static partial void Stopped(ILogger log, Exception error);

    [LoggerMessage(5505, LogLevel.Information, "This node leaves its group {Group}, in which nothing was written, for {Other}.")]
    public static partial void Yields(ILogger log, string group, string other);

    [LoggerMessage(5506, LogLevel.Information, "The group is to have {Voters} as voters and {Learners} as learners.")]
    public static partial void Changes(ILogger log, string voters, string learners);

    [LoggerMessage(5507, LogLevel.Warning, "A message of {From} for the group cannot be read.")]
    public static partial void Unreadable(ILogger log, string from, Exception error);

    [LoggerMessage(5510, LogLevel.Warning, "A snapshot for another member of the group cannot be read; it is opened again.")]
    public static partial void NotReadable(ILogger log, Exception error);

    [LoggerMessage(5509, LogLevel.Warning, "The group {Group} was in memory, and too many of its voters are gone: this node begins anew.")]
    public static partial void Lost(ILogger log, string group);

    [LoggerMessage(5508, LogLevel.Warning, "Another group, {Other}, is in this network beside this node's {Group}; both hold data.")]
    public static partial void TwoGroups(ILogger log, string group, string other);

    [LoggerMessage(5511, LogLevel.Warning, "The group {Group}, which this node leads, is to be closed: its members go over into {Older}.")]
    public static partial void Closes(ILogger log, string group, string older);

    [LoggerMessage(5512, LogLevel.Warning, "The group {Group} is closed; this node goes over into {Into}.")]
    public static partial void Closed(ILogger log, string group, string into);

    [LoggerMessage(5513, LogLevel.Information, "This node leaves the closed group {Group} (with all that it held: {IsComplete}).")]
    public static partial void Leaves(ILogger log, string group, bool isComplete);

    [LoggerMessage(
        5514, LogLevel.Warning,
        "Of the closed group {Group} {Keys} keys and the histories of {Sessions} sessions were carried over; {Conflicts} keys and {Kept} "
            + "sessions have other contents here and stay aside.")]
    public static partial void Carried(ILogger log, string group, long keys, long conflicts, long sessions, long kept);

    [LoggerMessage(5515, LogLevel.Warning, "Key '{Key}' has another value in the closed group {Group}; it stays as it is.")]
    public static partial void Differs(ILogger log, string key, string group);

    [LoggerMessage(5516, LogLevel.Warning, "Session '{Session}' has another history in the closed group {Group}; it stays as it is.")]
    public static partial void HistoryDiffers(ILogger log, string session, string group);

    [LoggerMessage(5518, LogLevel.Warning, "Of two voters of group {Group} this one goes on alone, as was asked for; the other is lost.")]
    public static partial void GoesOnAlone(ILogger log, string group);

    [LoggerMessage(5517, LogLevel.Warning, "What a closed group held cannot be carried over now; it is tried again.")]
    public static partial void NotCarried(ILogger log, Exception error);
}
