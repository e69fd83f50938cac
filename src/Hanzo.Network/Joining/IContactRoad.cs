using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>
/// A way by which a node learns addresses of its network: a list, a file, a directory service. It belongs to the process, and each
/// actor system of the process follows it anew.
/// </summary>
public interface IContactRoad
{
    /// <summary>As the setting <c>discovery</c> names it.</summary>
    string Name { get; }

    /// <summary>
    /// Somebody has said that nodes are there: they are never forgotten while the road tells them. Else they are a guess, and
    /// forgotten when they are silent.
    /// </summary>
    bool IsConfigured { get; }

    /// <summary>
    /// What the road says, each time that it says something new, until there is nothing more to come. It fails with an exception
    /// whose message a user can read; then it is followed anew a little later.
    /// </summary>
    /// <param name="self">Who follows it.</param>
    IAsyncEnumerable<RoadNews> FollowAsync(NodeIdentity self, CancellationToken cancellation);
}

/// <summary>A road that carries beacons, as UDP does.</summary>
/// <param name="Name">As the setting <c>discovery</c> names it.</param>
public sealed record BeaconRoad(string Name, IDatagramsFactory Datagrams);

/// <summary>What a road has to say.</summary>
public sealed record RoadNews
{
    /// <summary>Addresses of one road that count; further ones do not.</summary>
    public const int MaxAddresses = 200;

    /// <summary>All that it leads to now, those told before and not among them are gone; null: what it told before stands.</summary>
    public ImmutableArray<NodeAddress>? Addresses { get; init; }

    /// <summary>Why the road cannot be used now; null: it can.</summary>
    public string? Error { get; init; }

    /// <summary>What a user should read, until the road's next news; null: nothing.</summary>
    public string? Notice { get; init; }

    public static RoadNews Of(IEnumerable<NodeAddress> addresses) => new() { Addresses = [.. addresses] };

    /// <param name="isNotice">A user should read it without asking for it.</param>
    public static RoadNews Failed(string error, bool isNotice) => new() { Error = error, Notice = isNotice ? error : null };
}

/// <summary>A road as it stands.</summary>
public sealed record RoadStatus(RoadState State)
{
    /// <summary>Addresses that it leads to, this node's own left out.</summary>
    public int Found { get; init; }

    /// <summary>Why it failed last; also kept when it works again.</summary>
    public string? LastError { get; init; }

    /// <summary>When it last said something new; null: it has not yet.</summary>
    public DateTimeOffset? LastNews { get; init; }
}

public enum RoadState
{
    /// <summary>It has not said anything yet.</summary>
    Starting,

    Working,

    /// <summary>It cannot be used now and is tried again; what it led to last still counts.</summary>
    Failing,
}
