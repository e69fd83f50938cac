using System.Security.Cryptography;

namespace Hanzo.Network.Agents;

/// <summary>Ids for production: the given clock and the operating system's randomness.</summary>
public sealed class SystemIds(TimeProvider time) : IIds
{
    public string NewUlid()
    {
        Span<byte> entropy = stackalloc byte[10];
        RandomNumberGenerator.Fill(entropy);
        return Ulid.Create(time.GetUtcNow(), entropy);
    }
}
