using System.Globalization;
using System.Numerics;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>
/// A fault as people read and write it: <c>12.345s crash n2 for 8s</c>, <c>60s partition n0,n3 for 20s</c>,
/// <c>5s clock-jump n1 by -3600 for 30s</c>, <c>7s break-streams n0 to n4</c>, <c>9s datagram-loss by 0.3 for 60s</c>.
/// </summary>
public static class FaultText
{
    /// <summary>Also for a fault that no plan allows: errors show it.</summary>
    public static string Of(Fault fault)
    {
        var shape = FaultTable.Of(fault.Kind);
        var text = $"{Of(fault.At)} {shape.Name}{TargetOf(fault, shape)}";
        if (!shape.Amount.IsNone && shape.Target != FaultTarget.Side) text += $" by {Of(fault.Amount)}";
        return shape.IsOnce ? text : $"{text} for {Of(fault.Lasts)}";
    }

    /// <summary>Seconds, to the last tick.</summary>
    public static string Of(TimeSpan time) =>
        ((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s";

    public static string Of(double amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static string TargetOf(Fault fault, FaultShape shape) => shape.Target switch
    {
        FaultTarget.Everything => "",
        FaultTarget.Node => $" n{fault.Node}",
        FaultTarget.Pair => $" n{fault.Node} to n{fault.Other}",
        FaultTarget.Side => " " + string.Join(',', SideOf(fault).Select(node => $"n{node}")),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape.Target, "No such target."),
    };

    // Node first, so that it is told from the others of its side.
    private static IEnumerable<int> SideOf(Fault fault)
    {
        var rest = (ulong)fault.Amount & ~(1UL << fault.Node);
        yield return fault.Node;
        for (; rest != 0; rest &= rest - 1) yield return BitOperations.TrailingZeroCount(rest);
    }
}
