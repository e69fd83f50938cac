using System.Reflection;

namespace Hanzo.Network;

public static class NetworkVersion
{
    /// <summary>Such as <c>0.1.0</c>, without the build's commit.</summary>
    public static string Current { get; } =
        typeof(NetworkVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "0.0.0";
}
