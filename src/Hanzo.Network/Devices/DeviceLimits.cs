namespace Hanzo.Network.Devices;

/// <summary>Ranges that a device's figures must be in.</summary>
public static class DeviceLimits
{
    public const double MaxTflops = 100_000;

    /// <summary>GB a second.</summary>
    public const double MaxMemoryBandwidth = 100_000;

    /// <summary>16 TiB.</summary>
    public const long MaxMemoryMb = 16 * 1024 * 1024;

    public const int MaxCores = 4096;
    public const int MaxGpus = 64;
    public const int MaxLabels = 32;
    public const int MaxFeatures = 64;

    /// <summary>Characters of one feature of a processor.</summary>
    public const int MaxFeatureLength = 40;

    /// <summary>Characters of a model, chip, GPU name or label.</summary>
    public const int MaxNameLength = 200;
}
