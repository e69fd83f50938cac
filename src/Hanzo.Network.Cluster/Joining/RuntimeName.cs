using Akka.Actor;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>Which implementation of Akka this process runs on; nodes of different ones cannot join each other.</summary>
public static class RuntimeName
{
    public const string Embedded = "embedded";
    public const string Nuget = "nuget";

    public static string Current { get; } = typeof(ActorSystem).Assembly.GetName().Name == "Akka.Embedded" ? Embedded : Nuget;
}
