using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// After this node was held up it asks the others whether they still take it for a member. Their answers come after everything that they
/// have sent before: if it was downed meanwhile, it knows by then.
/// </summary>
internal sealed partial class ClusterDaemon
{
    private readonly List<IActorRef> _doubters = [];

    private void ReceiveConfirmations()
    {
        Receive<MemberConfirmed>(_ =>
        {
            _cluster.Pulse.Confirm();
            TellSure();
        });
        Receive<TellWhenSure>(_ =>
        {
            _doubters.Add(Sender);
            FollowPulse();
        });
    }

    private void FollowPulse()
    {
        if (_monitor.Receivers.IsEmpty)
        {
            RestPulse();
        }
        else if (!_cluster.Pulse.Beat())
        {
            foreach (var node in _monitor.Receivers)
            {
                Send(node.Address, new ConfirmMember(_cluster.SelfUniqueAddress));
            }
        }

        TellSure();
    }

    /// <summary>A node that was given up has nobody left to ask, but others who have taken over.</summary>
    private void RestPulse()
    {
        if (!_machine.IsShutDown && _machine.State.Self?.Status != MemberStatus.Down)
        {
            _cluster.Pulse.Rest();
        }
    }

    private void TellSure()
    {
        if (_doubters.Count == 0 || _machine.IsShutDown || !_cluster.Pulse.IsSure)
        {
            return;
        }

        foreach (var doubter in _doubters)
        {
            doubter.Tell(Sure.Instance, Self);
        }

        _doubters.Clear();
    }

    /// <summary>The sender is told <see cref="Sure"/> when this node is known to be a member still.</summary>
    internal sealed class TellWhenSure
    {
        public static readonly TellWhenSure Instance = new();
    }

    internal sealed class Sure
    {
        public static readonly Sure Instance = new();
    }
}
