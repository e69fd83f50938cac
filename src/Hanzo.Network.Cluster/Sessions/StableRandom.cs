using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Chance from the process's source of ids, which simulation seeds.</summary>
internal static class StableRandom
{
    /// <summary>40 bits from the random half of a ULID; at least 0.</summary>
    public static long Next(IIds ids)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var value = 0L;
        foreach (var c in ids.NewUlid().AsSpan(Ulid.Length - 8)) value = (value << 5) | (uint)alphabet.IndexOf(c, StringComparison.Ordinal);
        return value;
    }
}
