using Akka.Actor;
using Hanzo.Network.Agents;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Placement;

/// <param name="Region">The local region of sessions, asked which slots live here.</param>
internal sealed record DirectorySettings(
    NodeDescription Self, IActorRef Region, Board<DirectorySnapshot> Board, Func<NodeLoad> ReadLoad, TimeProvider Time, ILogger Log);
