using Akka.Actor;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Which of the two runtimes this program was built with.</summary>
public static class RuntimeName
{
    public const string Embedded = "embedded";
    public const string NuGet = "nuget";

    /// <summary>Akka.NET's own assembly is called <c>Akka</c>.</summary>
    public static readonly string Current = typeof(ActorSystem).Assembly.GetName().Name == "Akka" ? NuGet : Embedded;
}
