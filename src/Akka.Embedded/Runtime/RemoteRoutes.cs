using Akka.Actor.Setup;

namespace Akka.Embedded.Runtime;

/// <summary>
/// Further addresses of peers. A peer stays who it is, by its own address; remoting connects by the one that answers fastest, and by
/// another when a connection falls silent. Called on any thread.
/// </summary>
public sealed class RemoteRoutes : Setup
{
    /// <summary>Of one peer, its own address included; what is told beyond is not used.</summary>
    public const int MaxPerPeer = 8;

    /// <summary>
    /// By which addresses a peer may be reached besides its own, whose host and port are given. Asked anew at every dial, and every
    /// <c>akka.remote.transport-failure-detector.heartbeat-interval</c>.
    /// </summary>
    public required Func<string, int, IReadOnlyList<RemoteRoute>> Others { get; init; }

    /// <summary>Told how the addresses of a peer do, when that has changed; only of peers with more than one.</summary>
    public Action<string, int, IReadOnlyList<RouteState>> Changed { get; init; } = (_, _, _) => { };
}

/// <summary>Where something may be dialled.</summary>
public sealed record RemoteRoute(string Host, int Port)
{
    public override string ToString() => $"{Host}:{Port}";
}

/// <param name="Latency">The least of the last three measurements of an answer's time; null: none yet.</param>
/// <param name="InUse">The present connection leads there.</param>
/// <param name="Shunned">It has failed lately, and is tried after the others.</param>
public sealed record RouteState(RemoteRoute Route, TimeSpan? Latency, bool InUse, bool Shunned);
