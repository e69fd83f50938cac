namespace Hanzo.Network.Devices;

/// <summary>How busy a device is, 0 to 1 each.</summary>
/// <param name="Cpu">Of all cores.</param>
/// <param name="Memory">Of main memory.</param>
/// <param name="Gpu">Of the busiest GPU; null when nothing tells.</param>
public readonly record struct DeviceLoad(double Cpu, double Memory, double? Gpu = null);
