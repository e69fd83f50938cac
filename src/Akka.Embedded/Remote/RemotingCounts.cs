using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Connections to this system's port that came to nothing since it started, by reason. The log names each address once a minute.
/// </summary>
/// <param name="Strangers">Spoke another protocol: HTTP, plain text where TLS is demanded, garbage.</param>
/// <param name="Untrusted">Showed no certificate, or one that is not accepted, or no common version of TLS.</param>
/// <param name="Silent">Did not say in time who they are.</param>
/// <param name="Displaced">Had not said who they are when too many others came.</param>
/// <param name="Refused">Nodes that were told why: another runtime, version or name, or shut out.</param>
/// <param name="Broken">Ended before anything was decided.</param>
public sealed record RemotingCounts(long Strangers, long Untrusted, long Silent, long Displaced, long Refused, long Broken)
{
    /// <exception cref="ArgumentException">The system has no remoting.</exception>
    public static RemotingCounts Of(ActorSystem system) => system is ActorSystemImpl { ProviderImpl: RemoteProvider provider }
        ? provider.Remoting.Refusals.Read()
        : throw new ArgumentException($"'{system.Name}' has no remoting; akka.actor.provider must be remote or cluster.", nameof(system));
}

internal enum RefusalKind
{
    Stranger,
    Untrusted,
    Silent,
    Displaced,
    Refused,
    Broken,
}

internal sealed class RefusalCounters
{
    private readonly long[] _counts = new long[Enum.GetValues<RefusalKind>().Length];

    public void Count(RefusalKind kind) => Interlocked.Increment(ref _counts[(int)kind]);

    public RemotingCounts Read() => new(
        Of(RefusalKind.Stranger),
        Of(RefusalKind.Untrusted),
        Of(RefusalKind.Silent),
        Of(RefusalKind.Displaced),
        Of(RefusalKind.Refused),
        Of(RefusalKind.Broken));

    private long Of(RefusalKind kind) => Volatile.Read(ref _counts[(int)kind]);
}
