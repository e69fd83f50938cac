using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Hanzo.Network.Node.Keys;

/// <summary>The keys that open a node's HTTP interface. Only their hashes are kept.</summary>
internal sealed class ApiKeys
{
    /// <summary>Everybody is let in.</summary>
    public static readonly ApiKeys None = new([]);

    private readonly ImmutableArray<byte[]> _hashes;

    public ApiKeys(IEnumerable<string> keys) => _hashes = [.. keys.Select(key => SHA256.HashData(Encoding.ASCII.GetBytes(key)))];

    public bool AreAsked => !_hashes.IsEmpty;

    /// <summary>Takes the same time whichever key is tried, and however much of it is right.</summary>
    public bool Accept(string key)
    {
        if (!ApiKeyRules.IsValid(key)) return false;
        Span<byte> tried = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(key), tried);
        var found = false;
        foreach (var hash in _hashes) found |= CryptographicOperations.FixedTimeEquals(hash, tried);
        return found;
    }
}
