using System.Reflection;

namespace Hanzo.Network.Node.Hosting;

internal static class HanzoVersion
{
    /// <summary>Without the commit that the build appends after '+'.</summary>
    public static readonly string Text = Read();

    private static string Read()
    {
        var text = typeof(HanzoVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? text : text[..plus];
    }
}
