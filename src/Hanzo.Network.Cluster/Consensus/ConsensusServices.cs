using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>What a node's member is made of.</summary>
/// <param name="Leaves">Whether the node is being drained.</param>
/// <param name="Notify">Tells the node's user something, under a key; null: it is taken back.</param>
internal sealed record ConsensusServices(
    string Network, string NodeId, ConsensusSeat Seat, RaftSettings Settings, Func<bool> Leaves, Action<string, string?> Notify, IIds Ids,
    TimeProvider Time, ILogger Log);
