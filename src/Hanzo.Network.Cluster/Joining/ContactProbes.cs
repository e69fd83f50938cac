using Akka.Actor;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>The probes that one actor sends, matched to their answers.</summary>
internal sealed class ContactProbes(IActorContext context, Akka.Cluster.Cluster cluster)
{
    /// <summary>Probes whose answers are still matched to the address that was asked.</summary>
    private const int MaxRemembered = 1024;

    private readonly SortedDictionary<long, NodeAddress> _asked = [];
    private long _sent;

    /// <param name="from">What the asker says of itself.</param>
    public void Send(NodeAddress to, ContactReport from)
    {
        _asked[++_sent] = to;
        _asked.Remove(_sent - MaxRemembered);
        context.ActorSelection($"{Remote(to)}/user/{ContactActor.Name}").Tell(new ContactProbe(_sent, from), context.Self);
    }

    /// <returns>The address that was asked; null when it is long ago, or answered already.</returns>
    public NodeAddress? Match(ContactAnswer answer) => _asked.Remove(answer.Number, out var asked) ? asked : null;

    public Address Remote(NodeAddress node) => new(cluster.SelfAddress.Protocol, cluster.SelfAddress.System, node.Host, node.Port);
}
