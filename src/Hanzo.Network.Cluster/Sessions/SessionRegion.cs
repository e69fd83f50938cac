namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The sharding type of sessions.</summary>
internal static class SessionRegion
{
    public const string TypeName = "session";
}
