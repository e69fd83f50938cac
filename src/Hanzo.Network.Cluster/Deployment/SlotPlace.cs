using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Where a slot is, by what the regions of the nodes answered.</summary>
/// <param name="IsKnown">False: whoever has it may be among those that did not answer.</param>
/// <param name="Node">Null: nobody has it, or that is not known.</param>
internal readonly record struct SlotPlace(bool IsKnown, string? Node)
{
    public static readonly SlotPlace Unknown;

    /// <summary>That nobody has it counts only when every node that is Up has told of all its slots.</summary>
    public static SlotPlace Of(DirectorySnapshot snapshot, ClusterShardingStats stats, SlotId slot)
    {
        var answers = stats.Regions.ToDictionary(region => region.Key.ToString(), region => region.Value, StringComparer.Ordinal);
        var name = slot.ToString();
        var isWhole = true;
        foreach (var node in snapshot.Nodes.Values)
        {
            var answer = answers.GetValueOrDefault(node.Address);
            if (answer?.Stats.ContainsKey(name) == true || answer?.Failed.Contains(name) == true)
                return new SlotPlace(node.NodeId is not null, node.NodeId);
            if (node.Membership is NodeMembership.Up && (answer is null || answer.Failed.Count > 0)) isWhole = false;
        }

        return new SlotPlace(isWhole, null);
    }
}
