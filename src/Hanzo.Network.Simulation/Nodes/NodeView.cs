using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Simulation.Checks;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>What was last seen of one actor system.</summary>
internal sealed partial class NodeView(Generation generation, int node, int life)
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(generation.System);
    private ClusterEvent.CurrentClusterState? _state;
    private readonly Board<JoinStatus> _joining = JoiningSetup.Of(generation.System).Board;
    private ImmutableArray<JoinTrailLine> _trail = [];
    private int _slotChanges = -1;
    private bool _alone;

    public Generation Generation => generation;

    public int Life => life;

    public void Look(TimeSpan now, Action<Observation> see, Action<int, string> trail)
    {
        if (_joining.Current.Trail is var lines && lines != _trail)
        {
            foreach (var line in lines.Except(_trail))
            {
                trail(node, line.Text);
                if (CrashEvidence().Match(line.Text) is { Success: true } downs)
                    see(new TakenForDead(now, node, life, downs.Groups["member"].Value, downs.Groups["why"].Value));
            }

            _trail = lines;
        }

        if (generation.Region is LocalActorRef region && _slotChanges != region.Cell.ChildChanges)
        {
            _slotChanges = region.Cell.ChildChanges;
            var slots = region.Children.Select(shard => shard.Path.Name).Order(StringComparer.Ordinal);
            see(new SlotsHeld(now, node, life, [.. slots]));
        }

        if (generation.Standing.IsSettled != _alone)
        {
            _alone = !_alone;
            see(new ServesAlone(now, node, life, _alone));
        }

        if (_state == _cluster.State) return;
        _state = _cluster.State;
        see(new MembersSeen(
            now,
            node,
            life,
            _cluster.SelfUniqueAddress.ToString(),
            Names(MemberStatus.Up),
            Names(MemberStatus.Leaving),
            AllReachable: _state.Unreachable.Count == 0));
    }

    [GeneratedRegex("^downs (?<member>[^ ]+): (?<why>.*refused.*)$")]
    private static partial Regex CrashEvidence();

    private ImmutableArray<string> Names(MemberStatus status) =>
        [.. _state!.Members.Where(m => m.Status == status).Select(m => m.UniqueAddress.ToString()).Order(StringComparer.Ordinal)];
}
