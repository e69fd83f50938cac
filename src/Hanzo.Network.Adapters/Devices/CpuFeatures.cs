using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Of the many features of processors those that arithmetic on many numbers gains from, in Linux's words.</summary>
internal static class CpuFeatures
{
    private static readonly ImmutableArray<string> Known =
    [
        "sse4_2", "avx", "f16c", "fma", "avx2", "avx_vnni", "avx_vnni_int8", "avx_ne_convert", "avx512f", "avx512bw", "avx512vl",
        "avx512_vnni", "avx512_bf16", "avx512_fp16", "avx10", "amx_tile", "amx_int8", "amx_bf16", "amx_fp16",
        "neon", "asimd", "fphp", "asimdhp", "asimddp", "asimdfhm", "i8mm", "bf16", "sve", "sve2", "svei8mm", "svebf16", "sme", "sme2",
        "altivec", "vsx", "mma", "rvv", "zvfh",
    ];

    private static readonly FrozenDictionary<string, string> Apple = new Dictionary<string, string>
    {
        ["AdvSIMD"] = "asimd", ["FEAT_FP16"] = "asimdhp", ["FEAT_DotProd"] = "asimddp", ["FEAT_FHM"] = "asimdfhm",
        ["FEAT_I8MM"] = "i8mm", ["FEAT_BF16"] = "bf16", ["FEAT_SME"] = "sme", ["FEAT_SME2"] = "sme2",
        ["AVX1.0"] = "avx", ["SSE4.2"] = "sse4_2", ["AVX512F"] = "avx512f", ["AVX512VNNI"] = "avx512_vnni",
    }.ToFrozenDictionary();

    /// <param name="flags">As Linux lists them.</param>
    /// <param name="isa">RISC-V's instruction set: <c>rv64imafdcv_zba_zvfh</c>.</param>
    public static ImmutableArray<string> Of(IEnumerable<string> flags, IEnumerable<string> isa)
    {
        var told = flags.Select(flag => flag.ToLowerInvariant()).ToHashSet();
        var extensions = isa.SelectMany(word => word.ToLowerInvariant().Split('_', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        told.UnionWith(extensions);
        if (extensions is [{ Length: > 4 } letters, ..] && letters.StartsWith("rv", StringComparison.Ordinal) && letters[4..].Contains('v'))
            told.Add("rvv");
        return [.. Known.Where(told.Contains)];
    }

    /// <summary>In Apple's words: names of sysctl's <c>hw.optional</c>, and Intel's.</summary>
    public static ImmutableArray<string> OfApple(IEnumerable<string> names)
    {
        var told = names.Select(name => Apple.GetValueOrDefault(name) ?? name.ToLowerInvariant()).ToHashSet();
        return [.. Known.Where(told.Contains)];
    }
}
