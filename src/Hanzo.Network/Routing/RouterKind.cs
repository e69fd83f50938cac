using System.Collections.Immutable;

namespace Hanzo.Network.Routing;

/// <summary>The routers that settings can name.</summary>
public enum RouterKind
{
    Semantic,
    Rules,
    Keywords,
    Model,
    RoundRobin,
    LeastLoaded,
    Random,
    Capability,
}

/// <summary>Their names in settings and router files.</summary>
public static class RouterNames
{
    internal static readonly ImmutableArray<(string Name, RouterKind Value)> Kinds =
    [
        ("semantic", RouterKind.Semantic), ("rules", RouterKind.Rules), ("keywords", RouterKind.Keywords), ("model", RouterKind.Model),
        ("round_robin", RouterKind.RoundRobin), ("least_loaded", RouterKind.LeastLoaded), ("random", RouterKind.Random),
        ("capability", RouterKind.Capability),
    ];

    internal static string Of(LoadBalancing strategy) => Kinds.First(kind => BalancingOf(kind.Value) == strategy).Name;

    /// <summary>Null: it does not balance load.</summary>
    internal static LoadBalancing? BalancingOf(RouterKind kind) => kind switch
    {
        RouterKind.RoundRobin => LoadBalancing.RoundRobin,
        RouterKind.LeastLoaded => LoadBalancing.LeastLoaded,
        RouterKind.Random => LoadBalancing.Random,
        RouterKind.Capability => LoadBalancing.Capability,
        _ => null,
    };
}
