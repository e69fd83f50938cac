using Akka.Configuration;

namespace Akka.Embedded.Runtime;

/// <summary>
/// Resolves the type names of configuration files. Assemblies of Akka.NET that are not there ("X, Akka.Cluster") are this one.
/// </summary>
internal static class TypeResolver
{
    public static Type? TryResolve(string name)
    {
        var type = Type.GetType(name, throwOnError: false);
        if (type is not null)
            return type;
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var own = typeof(TypeResolver).Assembly;
        if (comma < 0)
            return own.GetType(name, throwOnError: false);
        return name.AsSpan(comma + 1).Trim().StartsWith("Akka", StringComparison.Ordinal)
            ? own.GetType(name[..comma].Trim(), throwOnError: false)
            : null;
    }

    /// <exception cref="ConfigurationException">Names the setting and the type that was not found.</exception>
    public static Type Resolve(string name, string setting) =>
        TryResolve(name) ?? throw new ConfigurationException(
            $"{setting}: type '{name}' was not found. Write it as 'Namespace.Type, Assembly'.");
}
