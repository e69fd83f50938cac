using System.Collections.Immutable;
using System.Net;

namespace Hanzo.Network.Joining.Roads;

/// <summary>Asks the Domain Name System.</summary>
public interface INameLookup
{
    /// <summary>A and AAAA records; empty when the name has none.</summary>
    /// <exception cref="IOException">Nobody could be asked; the message says why.</exception>
    Task<ImmutableArray<IPAddress>> AddressesAsync(string name, CancellationToken cancellation);

    /// <summary>Targets of the SRV records of a service's full name; empty when it has none.</summary>
    /// <exception cref="IOException">As above.</exception>
    Task<ImmutableArray<NodeAddress>> ServicesAsync(string name, CancellationToken cancellation);
}
