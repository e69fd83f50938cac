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
}
