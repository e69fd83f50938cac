using Hanzo.Network.Cluster.Placement;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>What the run ids at home on one node share.</summary>
/// <param name="Journal">Id of the node's own.</param>
internal sealed record RunDirectoryServices(
    string Journal, RunShards Shards, Board<DirectorySnapshot> Board, TimeProvider Time, ILogger Log);
