namespace Hanzo.Network.Benchmarks.Rows.Formation;

internal sealed class OneNode() : ClusterFormation(
    "cold-start", "one process that founds a cluster, until it is Up", "cold start", nodes: 1);
