using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Security;
using Hanzo.Network.Text;

namespace Hanzo.Network.Node.Output;

/// <summary>Figures as people read them.</summary>
internal static class Words
{
    private const string Unknown = "?";

    public static string Gigabytes(long? megabytes) =>
        megabytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 1024.0:0.#} GB") : Unknown;

    public static string Tflops(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.###}") : Unknown;

    /// <summary><c>fp32 3.55, fp16 7.1, int8 14.2 (table)</c>, with the age of what ages.</summary>
    public static string Flops(FlopsBody flops, DateTimeOffset now)
    {
        if (flops.Source is null) return Unknown;
        var age = flops.At is { } at ? $", {Age(now - at)}" : "";
        return $"fp32 {Tflops(flops.Fp32)}, fp16 {Tflops(flops.Fp16)}, int8 {Tflops(flops.Int8)} ({flops.Source}{age})";
    }

    /// <summary><c>3 min ago</c>. A clock that was set back makes no negative age.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 60 } => "just now",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} min ago"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h ago"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} days ago"),
    };

    /// <summary><c>ollama, 45.3 tokens/s</c></summary>
    public static string Serving(ServedModelBody model) => model.TokensPerSecond is { } speed
        ? string.Create(CultureInfo.InvariantCulture, $"{model.Server}, {speed:0.#} tokens/s")
        : $"{model.Server}, not measured yet";

    public static string Milliseconds(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} ms") : "-";

    public static string Seconds(double value) => value < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0.##} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.##} s");

    public static string Load(LoadBody? load)
    {
        if (load is null) return Unknown;
        var gpu = load.Gpu is { } busy ? $"gpu {Percent(busy)}, " : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"cpu {Percent(load.Cpu)}, mem {Percent(load.Memory)}, {gpu}{load.ActiveRuns} of {Counted.Of(load.Capacity, "run")}");
    }

    /// <summary>How nodes speak to each other.</summary>
    public static string Security(string level) => level switch
    {
        SecurityLevel.MutualTls => "secured by mutual TLS",
        SecurityLevel.Tls => "encrypted, with whoever connects",
        _ => "not secured",
    };

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} %");

    public static string Device(DeviceBody? device) => device is null ? Unknown : $"{device.Model}, {device.Chip}";

    /// <summary>Whom an agent belongs to: its nodes, or the network.</summary>
    public static string Deployment(DeploymentBody? deployment)
    {
        if (deployment is null) return "its nodes";
        string?[] scope =
        [
            deployment.On.IsEmpty ? null : $"on {string.Join(", ", deployment.On)}",
            deployment.Label is { } label ? $"label {label}" : null,
            deployment.Replicas is { } replicas ? $"at most {Counted.Of(replicas, "node")}" : null,
        ];
        var version = string.Create(CultureInfo.InvariantCulture, $"the network (v{deployment.Version})");
        return string.Join("; ", scope.OfType<string>().Prepend(version));
    }

    public static string VideoMemory(DeviceBody? device) =>
        device is null || device.Gpus.IsDefaultOrEmpty ? "-" : Gigabytes(device.Vram);
}
