using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>What .NET knows of the machine, for where the system tells nothing.</summary>
internal static class RuntimeSource
{
    public static Finding Look()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);
        return new Finding
        {
            MemoryMb = memory > 0 ? memory : null,
            Cores = Environment.ProcessorCount,
            CoreLimit = Environment.ProcessorCount,
            Features = CpuFeatures.Of(Features(), isa: []),
        };
    }

    private static IEnumerable<string> Features()
    {
        if (Sse42.IsSupported) yield return "sse4_2";
        if (Avx.IsSupported) yield return "avx";
        if (Fma.IsSupported) yield return "fma";
        if (Avx2.IsSupported) yield return "avx2";
        if (AvxVnni.IsSupported) yield return "avx_vnni";
        if (Avx512F.IsSupported) yield return "avx512f";
        if (Avx512BW.IsSupported) yield return "avx512bw";
        if (AdvSimd.IsSupported) yield return "asimd";
        if (Dp.IsSupported) yield return "asimddp";
    }
}
