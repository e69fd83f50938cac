using System.Collections.Frozen;

namespace Hanzo.Network.Devices;

/// <summary>TFLOPS of chips by name. What is not in it is unknown; nothing is guessed from a similar name.</summary>
public static class FlopsTable
{
    // fp32, fp16, int8 as the exo project's device table gives them (github.com/exo-explore/exo, device_capabilities.py).
    private static readonly FrozenDictionary<string, Flops> Rows = new Dictionary<string, Flops>(StringComparer.Ordinal)
    {
        ["m1"] = new(2.29, 4.58, 9.16),
        ["m1 pro"] = new(5.30, 10.60, 21.20),
        ["m1 max"] = new(10.60, 21.20, 42.40),
        ["m2"] = new(3.55, 7.10, 14.20),
        ["m3"] = new(3.55, 7.10, 14.20),
        ["m3 max"] = new(14.20, 28.40, 56.80),
        ["m4"] = new(4.26, 8.52, 17.04),
        ["rtx 4090"] = new(82.58, 165.16, 330.32),
        ["rtx 4080"] = new(48.74, 97.48, 194.96),
        ["rtx 4070"] = new(29, 58, 116),
        ["rtx 3090"] = new(35.6, 71.2, 142.4),
        ["rtx 3080"] = new(29.8, 59.6, 119.2),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>By vendor's name, such as <c>NVIDIA GeForce RTX 3080 (10 GB)</c> or <c>Apple M3</c>.</summary>
    public static Flops Find(string chip) => Rows.GetValueOrDefault(Normalize(chip), Flops.Unknown);

    /// <summary>All devices together; null where one of them is unknown.</summary>
    public static Flops Sum(IReadOnlyCollection<Flops> flops) => flops.Count == 0
        ? Flops.Unknown
        : flops.Aggregate(new Flops(0, 0, 0), (sum, one) => new Flops(sum.Fp32 + one.Fp32, sum.Fp16 + one.Fp16, sum.Int8 + one.Int8));

    private static string Normalize(string chip)
    {
        var words = chip.ToLowerInvariant().Replace("(tm)", " ", StringComparison.Ordinal).Replace("(r)", " ", StringComparison.Ordinal);
        var suffix = words.IndexOf('(', StringComparison.Ordinal);
        if (suffix > 0) words = words[..suffix];
        return string.Join(
            ' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("nvidia" or "geforce" or "apple")));
    }
}
