using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.State;

/// <summary>What shared state of one node is made of.</summary>
/// <param name="Board">Of the process: it outlives the actor system.</param>
internal sealed record StateServices(
    string Network, string NodeId, StateBoard Board, IEventStore Store, IIds Ids, TimeProvider Time, ILogger Log);
