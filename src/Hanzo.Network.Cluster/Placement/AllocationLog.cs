using Hanzo.Network.Agents;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Placement;

internal static partial class AllocationLog
{
    [LoggerMessage(5110, LogLevel.Debug, "Slot {Slot} goes to node {Node}.")]
    public static partial void Allocated(ILogger log, string slot, string node);

    [LoggerMessage(5111, LogLevel.Information, "Slot {Slot} moves from {From} to {To}: {Why}.")]
    public static partial void Moving(ILogger log, SlotId slot, string from, string to, string why);

    [LoggerMessage(5112, LogLevel.Information, "Wishes that end, fulfilled, too old or hopeless: {Wishes}.")]
    public static partial void WishesSettled(ILogger log, string wishes);
}
