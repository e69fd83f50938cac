using Hanzo.Network.Cluster.Placement;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>What the run ids at home on one node share.</summary>
/// <param name="ReadJournal">Id of the node's own, as it is now.</param>
internal sealed record RunDirectoryServices(
    Func<string> ReadJournal, RunShards Shards, Board<DirectorySnapshot> Board, TimeProvider Time, ILogger Log);
