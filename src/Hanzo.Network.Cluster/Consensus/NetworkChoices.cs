using Hanzo.Network.Consensus;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>The group's store for what the network itself keeps there, under keys that its users may only read.</summary>
internal sealed record NetworkChoices(IConsensusManager Manager);
