using System.Reflection;

namespace Hanzo.Network.Cluster.Hosting;

public static class ProgramVersion
{
    /// <summary>Without the build's source revision.</summary>
    public static readonly string Current =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
