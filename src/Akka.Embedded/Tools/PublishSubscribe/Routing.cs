using Akka.Configuration;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tools.PublishSubscribe;

internal enum RoutingKind
{
    Random,
    RoundRobin,
    Broadcast,
}

/// <summary>Who of several gets a message that is meant for one.</summary>
internal sealed class Routing(RoutingKind kind, RandomSource random)
{
    private uint _turn;

    /// <exception cref="ConfigurationException">There is no such routing.</exception>
    public static RoutingKind Parse(string? name) => name switch
    {
        "random" => RoutingKind.Random,
        "round-robin" => RoutingKind.RoundRobin,
        "broadcast" => RoutingKind.Broadcast,
        _ => throw new ConfigurationException(
            $"akka.cluster.pub-sub.routing-logic is '{name}'; allowed: random, round-robin, broadcast."),
    };

    /// <param name="targets">At least one.</param>
    public void Route<T>(IReadOnlyList<T> targets, Action<T> deliver)
    {
        switch (kind)
        {
            case RoutingKind.Random:
                deliver(targets[random.Next(targets.Count)]);
                break;
            case RoutingKind.RoundRobin:
                deliver(targets[(int)(_turn++ % (uint)targets.Count)]);
                break;
            default:
                foreach (var target in targets)
                    deliver(target);
                break;
        }
    }
}
