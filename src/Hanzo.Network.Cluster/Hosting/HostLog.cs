using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

internal static partial class HostLog
{
    [LoggerMessage(5000, LogLevel.Information, "Node {Node} of network {Network} at {Address}, {Runtime} runtime, version {Version}.")]
    public static partial void Listening(ILogger log, string node, string network, string address, string runtime, string version);

    [LoggerMessage(5001, LogLevel.Information, "Node {Node} is part of the network and ready.")]
    public static partial void Ready(ILogger log, string node);

    [LoggerMessage(5002, LogLevel.Information, "Port {Wanted} is busy; taking {Port}.")]
    public static partial void PortTaken(ILogger log, int wanted, int port);

    [LoggerMessage(5003, LogLevel.Warning, "Leaving took longer than {Longest}; ending without the others' word.")]
    public static partial void LeaveTimedOut(ILogger log, TimeSpan longest);

    [LoggerMessage(5004, LogLevel.Warning, "The actor system has ended by itself; starting another.")]
    public static partial void Replacing(ILogger log);

    [LoggerMessage(5005, LogLevel.Error, "The actor system could not be started; trying again in {Delay}.")]
    public static partial void StartFailed(ILogger log, Exception error, TimeSpan delay);

    [LoggerMessage(5006, LogLevel.Error, "Ending the previous actor system failed.")]
    public static partial void EndFailed(ILogger log, Exception error);

    [LoggerMessage(5008, LogLevel.Critical, "The actor system does not end; the process stops: another one beside it would be its twin.")]
    public static partial void DoesNotEnd(ILogger log);

    [LoggerMessage(5009, LogLevel.Warning, "The node at {Address} has shut this one out; starting another actor system.")]
    public static partial void Quarantined(ILogger log, string address);

    [LoggerMessage(5010, LogLevel.Warning, "What the processor achieves could not be measured.")]
    public static partial void NotMeasured(ILogger log, Exception error);

    [LoggerMessage(5011, LogLevel.Warning, "How busy the device is could not be read; what was read last counts.")]
    public static partial void LoadNotRead(ILogger log, Exception error);

    [LoggerMessage(5007, LogLevel.Error, "Whether this node may serve could not be found out; it stays not ready.")]
    public static partial void NotReady(ILogger log, Exception error);

    [LoggerMessage(5013, LogLevel.Warning, "This node has been cut off from {Others}; it serves alone what it may until it is back.")]
    public static partial void Detached(ILogger log, string others);

    [LoggerMessage(5012, LogLevel.Warning, "Which slots the journal has histories of could not be read; it is tried again.")]
    public static partial void HistoryNotFound(ILogger log, Exception error);

    [LoggerMessage(
        5014, LogLevel.Warning,
        "By its address {Present} this node is answered by {Answering} others, by {Other} by {OtherAnswering}: it goes by that one now.")]
    public static partial void AddressChanges(ILogger log, string present, int answering, string other, int otherAnswering);

    [LoggerMessage(5015, LogLevel.Warning, "By which address the others are reached could not be found out; it is tried again.")]
    public static partial void WaysNotSeen(ILogger log, Exception error);
}
