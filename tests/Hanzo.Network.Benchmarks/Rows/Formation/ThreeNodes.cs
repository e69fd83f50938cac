namespace Hanzo.Network.Benchmarks.Rows.Formation;

internal sealed class ThreeNodes() : ClusterFormation(
    "formation", "three processes started at once, until all see three members Up", "formation", nodes: 3);
