using System.Collections.Immutable;
using System.Net;

namespace Hanzo.Network.Joining;

public enum DialResult
{
    /// <summary>Something listens there.</summary>
    Accepted,

    /// <summary>The host is alive and says that nothing listens there.</summary>
    Refused,

    /// <summary>No answer in time, or no way to the host.</summary>
    Silent,
}

/// <summary>Asks the network about addresses.</summary>
public interface IDialer
{
    /// <summary>Whether anything listens at an address, without speaking to it.</summary>
    Task<DialResult> DialAsync(NodeAddress address, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>
    /// By which of its addresses this machine would dial another, as the system routes; null: there is no way, or it is no IP address.
    /// </summary>
    IPAddress? SourceTo(NodeAddress address);

    /// <summary>The addresses behind a host name, in text order; empty when it cannot be resolved. An IP address is its own.</summary>
    Task<ImmutableArray<string>> ResolveAsync(string host, CancellationToken cancellation);

    /// <summary>Whether a TCP port of this machine could be listened on now.</summary>
    bool IsFree(IPAddress address, int port);
}
