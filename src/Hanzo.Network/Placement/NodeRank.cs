namespace Hanzo.Network.Placement;

/// <summary>
/// Rendezvous hashing (Thaler, Ravishankar 1998): every pair of a slot and a node has a number that depends on nothing else, so
/// that a node that comes or goes changes only what it takes or leaves. The same on every node and in every process.
/// </summary>
internal static class NodeRank
{
    // FNV-1a: offset and prime as in draft-eastlake-fnv.
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    // Between two states of SplitMix64 (Steele, Lea, Flood 2014), whose finalizer Mix is.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public static ulong Of(string name)
    {
        var hash = FnvOffset;
        foreach (var c in name) hash = (hash ^ c) * FnvPrime;
        return Mix(hash);
    }

    public static ulong OfSlot(ulong agent, int index) => Mix(agent + (Gamma * (ulong)(index + 1)));

    /// <param name="slot">Of a slot, or of an agent for all of its slots.</param>
    public static ulong Of(ulong slot, ulong node) => Mix(slot ^ node);

    /// <summary>Above 0, up to 1, each as likely.</summary>
    // Of a signed number the machine makes a double in one step.
    public static double Uniform(ulong rank) => (long)((rank >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>
    /// Exponentially distributed with the weight as rate: of several nodes each is the nearest with a probability in proportion to
    /// its weight.
    /// </summary>
    public static double Distance(double uniform, double weight) => -Math.Log(uniform) / weight;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
