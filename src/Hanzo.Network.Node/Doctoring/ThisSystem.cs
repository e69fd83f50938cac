using Hanzo.Network.Joining.Diagnosis;

namespace Hanzo.Network.Node.Doctoring;

internal static class ThisSystem
{
    public static HostSystem Kind =>
        OperatingSystem.IsLinux() ? HostSystem.Linux
        : OperatingSystem.IsMacOS() ? HostSystem.MacOS
        : OperatingSystem.IsWindows() ? HostSystem.Windows
        : HostSystem.Other;
}
