using Akka.Actor;
using Hanzo.Network.Cluster.Hosting.Tls;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Which of the two runtimes this program was built with.</summary>
public static class RuntimeName
{
    public const string Embedded = "embedded";
    public const string NuGet = "nuget";

    /// <summary>Why nodes of this runtime cannot be secured by mutual TLS; null: they can.</summary>
    public static readonly string? TlsLack = TlsRuntime.Lack;

    /// <summary>Akka.NET's own assembly is called <c>Akka</c>.</summary>
    public static readonly string Current = typeof(ActorSystem).Assembly.GetName().Name == "Akka" ? NuGet : Embedded;
}
